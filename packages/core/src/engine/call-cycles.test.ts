import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { type Workflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

// Runs that would wait for each other for ever: whoever closes the circle is told, and the error names all of it.

/** Each calls the next of these by its id, and the last one the first. */
const ring: Workflow<string[], unknown> = workflow("ring", async (wf: WorkflowContext, ids: string[]) => {
  if (wf.id.startsWith("late")) await wf.receive("go");
  const next = ids[(ids.indexOf(wf.id) + 1) % ids.length] as string;
  return await wf.call(ring, ids, { id: next });
});

interface Thrown {
  readonly code?: string;
  readonly message: string;
  readonly cause?: Thrown;
  readonly facts?: { readonly chain?: readonly string[] };
}

function innermost(error: Thrown): Thrown {
  return error.cause === undefined ? error : innermost(error.cause);
}

const endOf = (result: Promise<unknown>) => result.then(() => undefined, innermost);

describe("a circle of calls", () => {
  it.each([1, 2, 3, 40])("of %d runs fails, and names the chain", async (of) => {
    const engine = await openEngine({ workflows: [ring] });
    const ids = Array.from({ length: of }, (_, n) => `r${n}`);
    const error = await endOf(engine.execute(ring, ids, { id: "r0" }));
    expect(error).toMatchObject({ code: "call-cycle", facts: { chain: [ids.at(-1), ...ids] } });
    expect(error?.message.length).toBeLessThan(200);
    expect((await engine.list({})).items.map(({ status }) => status)).toEqual(Array(of).fill("failed"));
  });

  it("can be caught, and the run goes on", async () => {
    const flow: Workflow<string, string> = workflow("flow", async (wf: WorkflowContext, id: string) => {
      const error = await wf.call(flow, id, { id }).catch((thrown: Thrown) => thrown);
      return `${(error as Thrown).code} ${await wf.step("after", () => "goes on")}`;
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow, "me", { id: "me" })).toBe("call-cycle goes on");
  });

  it("that closes by result() of a started child is one too", async () => {
    const child: Workflow<string, unknown> = workflow("child", (wf, id: string) => wf.call(parent, "c", { id }));
    const parent: Workflow<string, unknown> = workflow("parent", async (wf: WorkflowContext, id: string) => {
      const started = await wf.start(child, wf.id, { id });
      await wf.receive("go");
      return await started.result();
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const handle = await engine.start(parent, "c", { id: "p" });
    await until("the child waits", async () => (await engine.count({ status: "waiting" })) === 2);
    await handle.signal("go");
    expect(await endOf(handle.result())).toMatchObject({ code: "call-cycle", facts: { chain: ["p", "c", "p"] } });
    expect(await endOf(engine.handle("c").result())).toBeDefined();
  });

  it("may close through runs that were started apart, in other processes", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const [one, two] = [machine.process(), machine.process()];
    const left = await openEngine({ ...one.parts, workflows: [ring] });
    const right = await openEngine({ ...two.parts, workflows: [ring] });
    const ids = ["late-a", "late-b", "late-c"];
    const runs = await Promise.all(ids.map((id, n) => (n === 1 ? right : left).start(ring, ids, { id })));
    for (const run of runs) {
      await run.signal("go");
      await passMs(host, 5_000);
    }
    const errors = await passTime(host, Promise.all(runs.map((run) => endOf(run.result()))));
    for (const error of errors)
      expect(error).toMatchObject({ code: "call-cycle", facts: { chain: ["late-c", "late-a", "late-b", "late-c"] } });
  });

  it("closes again when a run of it is retried", async () => {
    const engine = await openEngine({ workflows: [ring] });
    const run = await engine.start(ring, ["a", "b"], { id: "a" });
    expect(await endOf(run.result())).toMatchObject({ code: "call-cycle" });
    await run.retry();
    expect(await endOf(run.result())).toMatchObject({ code: "call-cycle" });
  });

  it("a crash at any commit changes nothing of it", async () => {
    await crashAtEveryCommit(
      {
        workflows: () => [ring],
        drive: async (engine) => (await endOf((await engine.start(ring, ["a", "b"], { id: "a" })).result()))?.code,
      },
      ({ result }, undisturbed, where) => {
        expect(undisturbed.result).toBe("call-cycle");
        expect(result, where).toBe("call-cycle");
      },
    );
  });
});

describe("no circle", () => {
  it("two runs that wait for a third", async () => {
    const leaf = workflow("leaf", (wf) => wf.receive("go"));
    const middle = workflow("middle", (wf) => wf.call(leaf, undefined, { id: "leaf" }));
    const top = workflow("top", (wf) =>
      Promise.all([wf.call(middle, undefined, { name: "x" }), wf.call(middle, undefined, { name: "y" })]),
    );
    const engine = await openEngine({ workflows: [top, middle, leaf] });
    const run = await engine.start(top);
    await until("all wait", async () => (await engine.count({ status: "waiting" })) === 4);
    await engine.handle("leaf").signal("go", 1);
    expect(await run.result()).toEqual([1, 1]);
  });

  it("a run whose end is not waited for any more", async () => {
    const host = virtualHost();
    const other: Workflow<undefined, unknown> = workflow("other", async (wf) => {
      await wf.receive("go");
      return await wf.call(impatient, undefined, { id: "impatient" });
    });
    const impatient: Workflow<undefined, unknown> = workflow("impatient", async (wf) => {
      await wf.race({ other: wf.call(other, undefined, { id: "other" }), late: wf.sleep("1 min") });
      return (await wf.receive("end")) ?? "ended";
    });
    const engine = await openEngine({ workflows: [impatient, other], host });
    const run = await engine.start(other, undefined, { id: "other" });
    const waits = await engine.start(impatient, undefined, { id: "impatient" });
    const left = async () => (await waits.status()).why?.includes("end");
    await passTime(host, until("it has given up", left, 300_000));
    await run.signal("go");
    await passMs(host, 5_000);
    await waits.signal("end", "well");
    expect(await passTime(host, run.result())).toBe("well");
  });
});
