import { isWorkflow, memory, Stepwell, workflow } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { confFolder } from "./conf-folder.fixture.ts";
import { etl } from "./etl.fixture.ts";
import { listWorkflows, Workflow } from "./workflow.ts";

const slow = `
slow:
  jobs:
    a:
      stages:
        - { id: first, echo: begun }
        - { id: wait, sleep: 1 h }
`;

describe("a workflow of a folder", () => {
  test("has what its definition says", async () => {
    const { from } = confFolder({ "workflows/etl.yml": etl, "workflows/slow.yml": slow });
    const flow = await Workflow.fromConf("etl", from);
    expect([flow.name, flow.desc, flow.tags]).toEqual(["etl", "Reads, then writes", ["nightly"]]);
    expect([...flow.params.keys(), flow.params.get("rows")?.default]).toEqual(["day", "rows", 2]);
    expect([...flow.jobs.keys()]).toEqual(["read", "write"]);
    expect([flow.job("write").needs, flow.job("Write it").id]).toEqual([["read"], "write"]);
    expect(flow.on.next(new Date("2026-01-01T00:00Z"))?.toISOString()).toBe("2026-01-01T02:00:00.000Z");
    expect(flow.validateRelease(new Date("2026-01-01T02:00:30Z")).toISOString()).toBe("2026-01-01T02:00:00.000Z");
    expect(flow.updatedAt.getTime()).toBeGreaterThanOrEqual(flow.createdAt.getTime());
    expect(await flow.parameterize({ rows: "7" })).toEqual({ day: "2026-01-01", rows: 7 });
    expect(await listWorkflows(from)).toEqual(["etl", "slow"]);
  });

  test("is executed to its end, and its result holds everything", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    const flow = await Workflow.fromConf("etl", from);
    const result = await flow.execute({ rows: 1 }, { runId: "r" });
    expect(result).toMatchObject({ status: "SUCCESS", runId: "r", generation: 1, errors: [], timedOut: false });
    expect(result.context).toMatchObject({
      status: "SUCCESS",
      params: { day: "2026-01-01", rows: 1 },
      outputs: { write: { message: "wrote 1" } },
      jobs: { write: { status: "SUCCESS", stages: { check: { status: "SKIP" }, say: { status: "SUCCESS" } } } },
    });
    // The same id and params: the run that is there.
    const again = await flow.execute({ rows: 1 }, { runId: "r" });
    expect([again.generation, again.endedAt]).toEqual([1, result.endedAt]);
    await expect(flow.execute({ rows: 2 }, { runId: "r" })).rejects.toMatchObject({ code: "run-exists" });
  });

  test("gives a failure as a result, and throws it where that is wanted", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    const flow = await Workflow.fromConf("etl", from);
    const failed = await flow.execute({ rows: 3 });
    expect(failed).toMatchObject({
      status: "FAILED",
      errors: [{ message: "too many rows", path: "jobs.write.stages.check" }],
      context: { jobs: { read: { status: "SUCCESS" }, write: { status: "FAILED" } } },
    });
    await expect(flow.executeOrThrow({ rows: 3 })).rejects.toMatchObject({
      name: "WorkflowFailed",
      code: "workflow-failed",
      result: { status: "FAILED" },
    });
    expect((await flow.executeOrThrow({ rows: 1 })).status).toBe("SUCCESS");
  });

  test("takes settings and variables of the call", async () => {
    const asks = "asks:\n  jobs:\n    a:\n      stages:\n        - echo: ${{ vars.environment }}\n";
    const { from } = confFolder({ "asks.yml": asks });
    const extras = { environment: "production", "max-job-parallel": 3 };
    const flow = await Workflow.fromConf("asks", { ...from, extras });
    expect((await flow.execute()).outputs).toEqual({ a: { message: "production" } });
    await expect(Workflow.fromConf("asks", { ...from, extras: { "max-job-paralel": 3 } })).rejects.toMatchObject({
      code: "settings-invalid",
    });
  });
});

test("scripts are given none of the settings and secrets of its environment", async () => {
  const looks = `looks:
  jobs:
    a:
      stages:
        - { id: sh, bash: "compgen -e | grep ^STEPWELL_" }
        - { id: js, shell: js, run: "result.outputs = { names: Object.keys(process.env).join() }" }
`;
  const { from } = confFolder({ "looks.yml": looks });
  const key = Buffer.alloc(32, 7).toString("base64");
  const variables = {
    ...from.variables,
    STEPWELL_SECRET_TOKEN: "abcdefgh",
    STEPWELL_VAR_A: "1",
    STEPWELL_KEYS: `k:${key}`,
  };
  const flow = await Workflow.fromConf("looks", { ...from, variables });
  const { context } = await flow.execute();
  expect(context.jobs.a?.stages?.sh?.outputs.stdout).toBe("STEPWELL_OUTPUT\n");
  expect(context.jobs.a?.stages?.js?.outputs.names).not.toContain("STEPWELL");
});

describe("time and cancellation", () => {
  test("a timeout stops it", async () => {
    const { from } = confFolder({ "slow.yml": slow });
    const flow = await Workflow.fromConf("slow", from);
    const result = await flow.execute({}, { timeout: 0.05 });
    expect(result).toMatchObject({ status: "FAILED", timedOut: true, errors: [{ name: "WorkflowTimeoutError" }] });
    expect(result.context.jobs.a).toMatchObject({ status: "CANCEL" });
    await expect(flow.executeOrThrow({}, { timeout: "50 ms" })).rejects.toMatchObject({ code: "workflow-timed-out" });
  });

  test("a signal cancels it", async () => {
    const { from } = confFolder({ "slow.yml": slow });
    const flow = await Workflow.fromConf("slow", from);
    const cancelling = new AbortController();
    const executing = flow.execute({}, { signal: cancelling.signal });
    setTimeout(() => cancelling.abort("enough"), 50);
    expect(await executing).toMatchObject({ status: "CANCEL", context: { status: "CANCEL" } });
    const never = flow.executeOrThrow({}, { signal: AbortSignal.abort() });
    await expect(never).rejects.toMatchObject({ code: "workflow-cancelled" });
  });
});

describe("an engine that is given", () => {
  test("executes it, beside workflows of code, and takes it like one of them", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    const code = workflow("code", async (wf, rows: number) => await wf.call(flow, { rows }));
    await using engine = await Stepwell.open({ store: memory(), workflows: [code] });
    const flow = await Workflow.fromConf("etl", { ...from, engine });
    expect(isWorkflow(flow)).toBe(true);
    expect((await flow.execute({ rows: 1 }, { runId: "r" })).status).toBe("SUCCESS");
    expect((await engine.handle("r").status()).tags).toEqual(["nightly"]);
    expect(await (await engine.start(flow, { rows: 2 })).result()).toMatchObject({ write: { message: "wrote 2" } });
    expect(await engine.execute(code, 1)).toMatchObject({ write: { message: "wrote 1" } });
    // Loaded again, it takes the place of the one before.
    const again = await Workflow.fromConf("etl", { ...from, engine });
    for (const either of [flow, again])
      expect((await either.execute({ rows: 1 })).context.jobs.write?.status).toBe("SUCCESS");
  });

  test("may be opened with it", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    const flow = await Workflow.fromConf("etl", from);
    await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
    expect((await flow.attach(engine).execute({ rows: 1 }, { runId: "r" })).status).toBe("SUCCESS");
    expect((await engine.handle("r").status()).status).toBe("completed");
  });

  test("that executes nothing refuses it", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    await using engine = await Stepwell.open({ store: memory() });
    await expect(Workflow.fromConf("etl", { ...from, engine })).rejects.toMatchObject({ code: "invalid-option" });
    await using other = await Stepwell.open({ store: memory(), worker: {} });
    expect((await (await Workflow.fromConf("etl", { ...from, engine: other })).execute()).status).toBe("SUCCESS");
  });
});
