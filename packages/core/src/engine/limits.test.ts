import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";

describe("named limits", () => {
  /** Two workflows that share a limit; each run works until it is released. */
  async function sharing() {
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const begun: string[] = [];
    const make = (name: string, units: number) =>
      workflow({ name, limits: [{ name: "gpu", units }] }, async (wf) => {
        const gate = Promise.withResolvers<void>();
        gates.set(wf.id, gate);
        begun.push(wf.id);
        await wf.step("work", () => gate.promise);
      });
    const [small, large] = [make("small", 1), make("large", 3)];
    const engine = await openEngine({ workflows: [small, large] });
    return { engine, small, large, begun, release: (id: string) => gates.get(id)?.resolve() };
  }

  it("a start of one that nobody has set names the nearest; one that needs more than there is is refused", async () => {
    const { engine, small, large } = await sharing();
    await engine.limits.set("gpus", 2);
    await expect(engine.start(small)).rejects.toMatchObject({
      code: "unknown-limit",
      message: 'there is no limit "gpu"; did you mean "gpus"? (known: gpus)',
      hint: 'set it first: engine.limits.set("gpu", units), or stepwell limits set gpu 3',
    });
    await engine.limits.set("gpu", 2);
    await expect(engine.start(large)).rejects.toMatchObject({
      code: "limit-too-small",
      message: 'limit "gpu" has 2 units, 3 are needed at a time',
    });
    await engine.limits.set("gpu", 1);
    await expect(engine.start(large)).rejects.toThrow('limit "gpu" has 1 unit, 3 are needed at a time');
    expect(await engine.count()).toBe(0);
  });

  it("can be changed while runs are under way, and say who holds and who waits", async () => {
    const { engine, small, begun, release } = await sharing();
    await engine.limits.set("gpu", 1);
    for (const id of ["one", "two", "three"]) await engine.start(small, undefined, { id });
    await until("the first works", () => begun.length === 1);
    const row = { kind: "limit", name: "gpu", key: undefined };
    expect(await engine.limits.list()).toEqual([{ ...row, capacity: 1, used: 1, holders: ["one"], waiting: 2 }]);
    expect(await engine.handle("two").why()).toBe('waits for a place in limit "gpu" (1 of 1 held, e.g. by one)');
    await engine.limits.set("gpu", 0);
    expect(await engine.handle("two").why()).toBe('needs 1 unit of limit "gpu", which has 0');
    await engine.limits.set("gpu", 2);
    await until("the second works", () => begun.length === 2);
    await engine.limits.set("gpu", 1);
    release("one");
    await engine.handle("one").result();
    expect(await engine.limits.list()).toMatchObject([{ capacity: 1, used: 1, holders: ["two"], waiting: 1 }]);
    expect(await engine.limits.remove("gpu")).toBe(true);
    expect(await engine.handle("three").why()).toBe('waits for limit "gpu", which does not exist; set it again');
    release("two");
    await engine.handle("two").result();
    expect(begun).toEqual(["one", "two"]);
    await engine.limits.set("gpu", 1);
    await until("the third works", () => begun.length === 3);
    release("three");
  });

  it("say so when a run needs more than there is by now", async () => {
    const { engine, small, large, begun, release } = await sharing();
    await engine.limits.set("gpu", 3);
    await engine.start(small, undefined, { id: "one" });
    await engine.start(large, undefined, { id: "two" });
    await engine.limits.set("gpu", 2);
    expect(await engine.handle("two").why()).toBe('needs 3 units of limit "gpu", which has 2');
    await engine.start(small, undefined, { id: "three" });
    await until("both work", () => begun.length === 2);
    for (const id of begun) release(id);
  });

  it.each<[string, number, string]>([
    ["gpu", -1, "invalid-option"],
    ["gpu", 0.5, "invalid-option"],
    ["a/b", 1, "invalid-name"],
  ])("set(%j, %j) is refused", async (name, units, code) => {
    const engine = await openEngine();
    await expect(engine.limits.set(name, units)).rejects.toMatchObject({ code });
  });
});

describe("a rate limit", () => {
  it("lets so many begin per period and key; the others follow as soon as they may", async () => {
    const host = virtualHost({ seed: 4 });
    const flow = workflow({ name: "flow", rateLimit: { limit: 2, period: "10 s", key: (key: string) => key } }, (wf) =>
      wf.now().getTime(),
    );
    const engine = await openEngine({ store: memory(), host, workflows: [flow] });
    const begun = host.now();
    const start = (key: string) => engine.start(flow, key);
    const runs = await passTime(host, Promise.all([..."aaaaab"].map(start)));
    expect(await runs[4]?.why()).toBe('rate limit of workflow "flow", key "a": in 10.0s');
    const results = await passTime(host, Promise.all(runs.map((run) => run.result())));
    expect(results.map((at) => Math.round((Number(at) - begun) / 1_000))).toEqual([0, 0, 10, 10, 20, 0]);
  });
});

describe("queues", () => {
  it("a paused one takes no runs, and says so; drain waits for those that execute", async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    const flow = workflow({ name: "flow", queue: "slow" }, (wf) =>
      wf.step("work", async () => {
        begun++;
        await gate.promise;
      }),
    );
    const engine = await openEngine({ workflows: [flow] });
    const first = await engine.start(flow);
    await until("it works", () => begun === 1);
    let drained = false;
    const draining = engine.queues.drain("slow").then(() => {
      drained = true;
    });
    await until("it is paused", async () => (await engine.queues.list())[0]?.pausedAt !== undefined);
    const second = await engine.start(flow);
    expect(await second.why()).toBe('queue "slow" is paused');
    expect(await engine.queues.list()).toMatchObject([{ name: "slow", pending: 1, running: 1 }]);
    expect(drained).toBe(false);
    gate.resolve();
    await draining;
    await first.result();
    expect(begun).toBe(1);
    await engine.queues.resume("slow");
    await second.result();
    expect(await engine.queues.list()).toEqual([]);
  });

  it("one that is resumed while it is drained: queue-resumed", async () => {
    const gate = Promise.withResolvers<void>();
    const flow = workflow("flow", (wf) => wf.step("work", () => gate.promise));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it executes", async () => (await engine.queues.list())[0]?.running === 1);
    const draining = engine.queues.drain("default");
    await until("it is paused", async () => (await engine.queues.list())[0]?.pausedAt !== undefined);
    await engine.queues.resume("default");
    await expect(draining).rejects.toMatchObject({ code: "queue-resumed" });
    gate.resolve();
    await run.result();
  });
});
