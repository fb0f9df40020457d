import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { Stepwell } from "./engine.ts";

// Replays the unfinished runs of a store against the code of today; nothing is written, and no body is executed.

function orders(steps: readonly string[], executed: string[] = []) {
  return workflow("orders", async (wf) => {
    for (const name of steps) await wf.step(name, () => void executed.push(name));
    return await wf.receive("go");
  });
}

async function waits(engine: Stepwell, id: string): Promise<void> {
  await until(`${id} waits`, async () => (await engine.handle(id).status()).status === "waiting");
}

describe("engine.checkDeploy", () => {
  it("says which runs would be blocked and where, which fit, and which have no code here", async () => {
    const store = memory();
    const other = workflow("other", (wf) => wf.receive("go"));
    const engine = await openEngine({ store, workflows: [orders(["a", "b"]), other] });
    for (const id of ["o1", "o2"]) await engine.start("orders", undefined, { id });
    await engine.start(other, undefined, { id: "x" });
    for (const id of ["o1", "o2", "x"]) await waits(engine, id);
    await engine.handle("o2").signal("go", 1);
    await engine.handle("o2").result();
    const executed: string[] = [];
    const release = await openEngine({ store, workflows: [orders(["a", "c"], executed)], worker: false });
    const found = await release.checkDeploy();
    expect(found).toMatchObject({ ok: false, more: false });
    expect(found.runs.map(({ id, verdict, position }) => [id, verdict, position])).toEqual([
      ["x", "no-code", 0],
      ["o1", "would-block", 1],
    ]);
    expect(found.runs[1]?.error).toMatchObject({
      code: "divergence",
      facts: {
        position: 2,
        expected: 'step "b"',
        found: 'step "c"',
        line: expect.stringContaining("check-deploy.test.ts:"),
      },
    });
    expect(executed).toEqual([]);
    const fits = await openEngine({ store, workflows: [orders(["a", "b"], executed), other], worker: false });
    expect((await fits.checkDeploy()).runs.map(({ id, verdict, waitsFor }) => [id, verdict, waitsFor])).toEqual([
      ["x", "fits", ['signal "go"']],
      ["o1", "fits", ['signal "go"']],
    ]);
    expect(executed).toEqual([]);
  });

  it("is not content with a run that no worker of this code can serve", async () => {
    const store = memory();
    const engine = await openEngine({ store, workflows: [orders(["a"])] });
    await engine.start("orders", undefined, { id: "o" });
    await waits(engine, "o");
    const release = await openEngine({ store, workflows: [workflow("invoices", () => 1)], worker: false });
    expect(await release.checkDeploy()).toMatchObject({ ok: false, runs: [{ id: "o", verdict: "no-code" }] });
    expect(await release.checkDeploy({ workflow: "invoices" })).toMatchObject({ ok: true, runs: [] });
  });

  it("writes nothing, also where new code would record something", async () => {
    const provider = memory();
    const engine = await openEngine({ store: provider, workflows: [orders(["a"])] });
    await engine.start("orders", undefined, { id: "o" });
    await waits(engine, "o");
    const store = await look(provider);
    const rows = async () => (await store.list({}, { limit: 9 })).items;
    const before = await rows();
    const changed = workflow("orders", async (wf) => {
      wf.title("new");
      await wf.step("a", () => {});
      wf.log("also new");
      return await wf.sleep("1 s");
    });
    const release = await openEngine({ store: provider, workflows: [changed], worker: false });
    expect((await release.checkDeploy()).runs).toMatchObject([{ verdict: "fits", waitsFor: ['sleep "sleep"'] }]);
    expect(await rows()).toEqual(before);
    const { key } = before[0] ?? expect.unreachable("there is no run");
    expect([(await store.journal(key, 0, 9)).length, (await store.logs(key, 0, 9)).length]).toEqual([1, 0]);
  });

  it("works while the runs are executed, and on those that were never begun", async () => {
    const provider = memory();
    const gate = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => {});
      await wf.step("b", () => gate.promise);
    });
    const engine = await openEngine({ store: provider, workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await until("b executes", () => run.executing().some(({ op }) => op === "b"));
    await engine.start(flow, undefined, { id: "later", delay: "1 h" });
    const { runs } = await engine.checkDeploy();
    expect(runs.map(({ id, verdict, position, waitsFor }) => [id, verdict, position, waitsFor])).toEqual([
      ["later", "fits", 0, ['step "a"']],
      ["r", "fits", 1, ['step "b"']],
    ]);
    gate.resolve();
    await run.result();
  });

  it("takes the newest of one workflow, and refuses what is no option", async () => {
    const engine = await openEngine({ workflows: [orders([])], worker: false });
    for (const id of ["1", "2", "3"]) await engine.start("orders", undefined, { id });
    expect((await engine.checkDeploy({ limit: 2, workflow: "orders" })).more).toBe(true);
    expect(await engine.checkDeploy({ limit: 3 })).toMatchObject({ ok: true, more: false });
    expect((await engine.checkDeploy({ workflow: "nobody" })).runs).toEqual([]);
    await expect(engine.checkDeploy({ limit: 0 })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.checkDeploy({ lim: 1 } as object)).rejects.toMatchObject({ code: "invalid-option" });
  });

  it("names code that waits for what no journal answers, and code that ends too early", async () => {
    const provider = memory();
    const engine = await openEngine({ store: provider, workflows: [orders(["a"])] });
    await engine.start("orders", undefined, { id: "o" });
    await waits(engine, "o");
    const codeOf = async (fn: Parameters<typeof workflow>[1]): Promise<unknown> => {
      const release = await openEngine({ store: provider, workflows: [workflow("orders", fn)], worker: false });
      return (await release.checkDeploy()).runs[0]?.error?.code;
    };
    expect(await codeOf(async (wf) => await wf.step("a", () => {}).then(() => new Promise(() => {})))).toBe(
      "stalled-run",
    );
    expect(await codeOf(() => 1)).toBe("divergence");
  });
});

describe("handle.replay", () => {
  it("tells of each entry in order, and how a finished run went", async () => {
    const executed: string[] = [];
    const engine = await openEngine({ workflows: [orders(["a", "b"], executed)] });
    const run = await engine.start("orders", undefined, { id: "o" });
    await run.signal("go", 7);
    await run.result();
    const told: string[] = [];
    const replay = await run.replay((entry) => told.push(`${entry.seq} ${entry.kind}`));
    expect(told).toEqual(["1 step", "2 step", "3 signal"]);
    expect(replay).toMatchObject({ verdict: "fits", position: 3, ended: true, waitsFor: [], status: "completed" });
    expect(executed).toEqual(["a", "b"]);
  });

  it("needs the code, and the run", async () => {
    const provider = memory();
    const engine = await openEngine({ store: provider, workflows: [orders([])] });
    await engine.start("orders", undefined, { id: "o" });
    const without = await openEngine({ store: provider, workflows: [], worker: false });
    await expect(without.handle("o").replay()).rejects.toMatchObject({ code: "unknown-workflow" });
    await expect(engine.handle("nobody").replay()).rejects.toMatchObject({ code: "unknown-run" });
  });
});
