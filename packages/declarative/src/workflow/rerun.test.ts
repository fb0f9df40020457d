import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, Stepwell } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { confFolder } from "./conf-folder.fixture.ts";
import { Workflow } from "./workflow.ts";

/** Each stage notes that it was executed; `flaky` ones fail while there is a file `broken`. */
const note = (name: string): string => `>> "\${{ params.folder }}/notes" echo ${name}`;
const flaky = (name: string): string => `${note(name)}; test ! -e "\${{ params.folder }}/broken"`;
const flow = `
flow:
  params: { folder: str, times: { type: int, default: 1 } }
  jobs:
    setup:
      stages:
        - { id: s, bash: '${note("setup")}', outputs: { n: 7 } }
    work:
      needs: setup
      stages:
        - id: first
          bash: |
            ${note("first")}
            echo kept > here
        - { id: second, bash: '${flaky("second")}' }
        - { id: third, bash: '${note("third")}; cat here' }
    legs:
      strategy: { matrix: { n: [1, 2] }, fail-fast: false }
      stages:
        - id: l
          bash: |
            ${note("leg")}\${{ matrix.n }}
            if test \${{ matrix.n }} = 2; then test ! -e "\${{ params.folder }}/broken"; fi
    cleanup:
      needs: [work]
      if: always()
      stages:
        - { id: c, bash: '${note("cleanup")} \${{ needs.work.result }}' }
`;

async function broken() {
  const { path: folder, from } = confFolder({ "flow.yml": flow });
  const engine = await Stepwell.open({ store: memory(), worker: {} });
  const workflow = await Workflow.fromConf("flow", { ...from, engine });
  const notes = (): string[] => {
    const file = join(folder, "notes");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").sort() : [];
    rmSync(file, { force: true });
    return lines;
  };
  const breaks = (does: boolean): void => {
    if (does) writeFileSync(join(folder, "broken"), "");
    else rmSync(join(folder, "broken"), { force: true });
  };
  breaks(true);
  const failed = await workflow.execute({ folder }, { runId: "r" });
  return { engine, workflow, folder, notes, breaks, failed, [Symbol.asyncDispose]: () => engine.close() };
}

describe("a rerun of a run that is there", () => {
  test("keeps what has succeeded, and executes the rest and what comes after it, in a next generation", async () => {
    await using world = await broken();
    const { workflow, notes, failed, breaks } = world;
    expect(failed).toMatchObject({ status: "FAILED", context: { jobs: { setup: { status: "SUCCESS" } } } });
    expect(notes()).toEqual(["cleanup failure", "first", "leg1", "leg2", "second", "setup"]);
    breaks(false);
    const result = await workflow.rerun(failed.context);
    expect(result).toMatchObject({ status: "SUCCESS", runId: "r", generation: 2, outputs: { setup: { n: 7 } } });
    expect(notes()).toEqual(["cleanup success", "first", "leg2", "second", "third"]);
    expect(Object.keys(result.context.jobs)).toEqual(["setup", "work", "legs", "cleanup"]);
    // The same context again: its rerun has been done.
    expect(await workflow.rerun(failed.context)).toMatchObject({ generation: 2, status: "SUCCESS" });
    expect((await workflow.rerun(result.context)).generation).toBe(2);
    expect(notes()).toEqual([]);
  });

  test("fails again, and can be rerun again", async () => {
    await using world = await broken();
    const { workflow, notes, breaks } = world;
    notes();
    expect(await workflow.rerun({ run: "r" })).toMatchObject({ status: "FAILED", generation: 2 });
    expect(notes()).toEqual(["cleanup failure", "first", "leg2", "second"]);
    breaks(false);
    expect(await workflow.rerun({ run: "r" })).toMatchObject({ status: "SUCCESS", generation: 3 });
  });

  test("from a stage goes on in the workspace of its job", async () => {
    await using world = await broken();
    const { workflow, notes, breaks } = world;
    notes();
    breaks(false);
    const result = await workflow.rerun({ run: "r" }, { from: "work/second" });
    expect(result.status).toBe("SUCCESS");
    expect(result.context.jobs.work?.stages?.third?.outputs.stdout).toBe("kept\n");
    expect(notes()).toEqual(["cleanup success", "leg2", "second", "third"]);
  });

  test("from a stage of a job whose workspace nobody knows any more begins at its first", async () => {
    await using world = await broken();
    const { workflow, notes, breaks } = world;
    breaks(false);
    await workflow.rerun({ run: "r" });
    await workflow.rerun({ run: "r" }, { from: "cleanup" });
    notes();
    const result = await workflow.rerun({ run: "r" }, { from: "work/third" });
    expect(result.context.jobs.work?.stages?.third?.outputs.stdout).toBe("kept\n");
    expect(notes()).toEqual(["cleanup success", "first", "second", "third"]);
  });

  test("from a job or a leg that has succeeded executes it again", async () => {
    await using world = await broken();
    const { workflow, notes, breaks } = world;
    breaks(false);
    await workflow.rerun({ run: "r" });
    notes();
    expect((await workflow.rerun({ run: "r" }, { from: "cleanup" })).status).toBe("SUCCESS");
    expect(notes()).toEqual(["cleanup success"]);
    expect((await workflow.rerun({ run: "r" }, { from: "legs[n=1]" })).status).toBe("SUCCESS");
    expect(notes()).toEqual(["leg1"]);
    expect((await workflow.rerun({ run: "r" }, { from: "setup" })).status).toBe("SUCCESS");
    expect(notes()).toEqual(["cleanup success", "first", "second", "setup", "third"]);
  });

  test("by two at once is one", async () => {
    await using world = await broken();
    const { workflow, failed, notes, breaks } = world;
    notes();
    breaks(false);
    const both = await Promise.all([workflow.rerun(failed.context), workflow.rerun(failed.context)]);
    expect(both.map(({ generation, status }) => [generation, status])).toEqual([
      [2, "SUCCESS"],
      [2, "SUCCESS"],
    ]);
    expect(notes()).toEqual(["cleanup success", "first", "leg2", "second", "third"]);
  });
});

describe("a rerun of a context that comes from elsewhere", () => {
  test("is a new run that keeps the jobs that have succeeded", async () => {
    await using world = await broken();
    const { workflow, folder, notes, breaks } = world;
    notes();
    breaks(false);
    const context = { params: { folder }, jobs: { setup: { status: "SUCCESS" }, work: { status: "FAILED" } } } as const;
    const result = await workflow.rerun(context, { runId: "other" });
    expect(result).toMatchObject({ status: "SUCCESS", runId: "other", generation: 1 });
    expect(notes()).toEqual(["cleanup success", "first", "leg1", "leg2", "second", "third"]);
  });
});

test("a secret that a context does not show has to be given again", async () => {
  const secret = "hidden:\n  params: { key: secret }\n  jobs: { a: { stages: [{ echo: hi }] } }\n";
  const { from } = confFolder({ "hidden.yml": secret });
  await using engine = await Stepwell.open({ store: memory(), worker: {} });
  const workflow = await Workflow.fromConf("hidden", { ...from, engine });
  const { context } = await workflow.execute({ key: "k3y-k3y-k3y" });
  expect(context.params).toEqual({ key: "***" });
  await expect(workflow.rerun({ params: context.params })).rejects.toMatchObject({ param_name: "key" });
  expect((await workflow.rerun({ params: context.params }, { params: { key: "other-key" } })).status).toBe("SUCCESS");
});

test("what cannot be rerun is refused, with what was meant", async () => {
  await using world = await broken();
  const { workflow, engine, folder } = world;
  const bad: [() => Promise<unknown>, object][] = [
    [() => workflow.rerun({ run: "r" }, { from: "wrok" }), { code: "rerun-from", hint: 'did you mean "work"?' }],
    [() => workflow.rerun({ run: "r" }, { from: "work/forth" }), { code: "rerun-from" }],
    [
      () => workflow.rerun({ run: "r" }, { from: "work/third" }),
      { code: "rerun-from", message: /"second", which has/ },
    ],
    [() => workflow.rerun({ run: "r" }, { from: "work[n=1]" }), { code: "rerun-from", message: /no matrix/ }],
    [() => workflow.rerun({ run: "r" }, { from: "legs[n=3]" }), { code: "rerun-from", message: /n=1; n=2/ }],
    [() => workflow.rerun({ run: "r" }, { from: "legs[2]" }), { code: "rerun-from", message: /there are: n=1; n=2$/ }],
    [() => workflow.rerun({ run: "r" }, { from: "legs/l" }), { code: "rerun-from", message: /legs\[leg\]\/l/ }],
    [() => workflow.rerun({ run: "r" }, { from: "/" }), { code: "rerun-from" }],
    [() => workflow.rerun({ run: "r" }, { fron: "work" } as never), { code: "call-invalid" }],
    [() => workflow.rerun({ run: "nobody" }), { code: "unknown-run" }],
    [() => workflow.rerun(null as never), { code: "context-invalid" }],
    [() => workflow.rerun({ jobs: { wrok: { status: "FAILED" } } }), { code: "context-invalid" }],
    [() => workflow.rerun({ jobs: { work: {} } }), { code: "context-invalid" }],
    [() => workflow.rerun({ jobs: 5 as never }), { code: "context-invalid" }],
    [() => workflow.rerun({ jobs: {} }), { code: "params-invalid" }],
  ];
  for (const [call, error] of bad) {
    const thrown = await call().then(
      () => "nothing",
      (reason: unknown) => reason,
    );
    const { message, ...rest } = error as { message?: RegExp };
    expect(thrown).toMatchObject(rest);
    if (message !== undefined) expect((thrown as Error).message).toMatch(message);
  }
  const held = await engine.start(workflow, { folder }, { id: "later", delay: "1 h" });
  await expect(workflow.rerun({ run: held.id }, { from: "work" })).rejects.toMatchObject({ code: "not-rerunnable" });
});
