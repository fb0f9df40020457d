import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { ConcurrencyOptions } from "../operations/sharing-options.ts";
import { type Workflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";

interface Job {
  readonly key: string;
}

/** A workflow whose runs go on when they are told to; notes which are under way. */
function gated(concurrency: ConcurrencyOptions<Job>) {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gate = (id: string) => {
    const known = gates.get(id) ?? Promise.withResolvers<void>();
    gates.set(id, known);
    return known;
  };
  const begun: string[] = [];
  const flow = workflow({ name: "flow", concurrency }, async (wf, _: Job) => {
    await wf.step("work", async (s) => {
      begun.push(wf.id);
      const aborted = new Promise<void>((resolve) => s.abortSignal.addEventListener("abort", () => resolve()));
      await Promise.race([gate(wf.id).promise, aborted]);
    });
    return wf.id;
  });
  return { flow, begun, release: (id: string) => gate(id).resolve() };
}

describe("concurrency of a workflow", () => {
  it("queue: runs of one key follow each other, keys do not wait for each other", async () => {
    const { flow, begun, release } = gated({ limit: 1, key: (job) => job.key });
    const engine = await openEngine({ workflows: [flow] });
    for (const id of ["a1", "a2", "b1", "a3"]) await engine.start(flow, { key: id.slice(0, 1) }, { id });
    await until("both keys have begun", () => begun.length === 2);
    expect(begun).toEqual(["a1", "b1"]);
    const why = 'waits for a place in workflow "flow", key "a" (1 of 1 held, e.g. by a1)';
    expect(await engine.handle("a2").why()).toBe(why);
    expect((await engine.list({ status: "pending" })).items.map((run) => run.why)).toEqual([why, why]);
    release("a1");
    await engine.handle("a1").result();
    await until("the next has begun", () => begun.length === 3);
    release("a2");
    release("a3");
    expect(await engine.handle("a3").result()).toBe("a3");
    expect(begun).toEqual(["a1", "b1", "a2", "a3"]);
    expect(await engine.limits.list()).toEqual([
      { kind: "workflow", name: "flow", key: "b", capacity: 1, used: 1, holders: ["b1"], waiting: 0 },
    ]);
    release("b1");
  });

  it("skip: the run is there, cancelled, and says who has the place", async () => {
    const { flow, release } = gated({ limit: 1, onConflict: "skip" });
    const engine = await openEngine({ workflows: [flow] });
    const first = await engine.start(flow, { key: "" }, { id: "first" });
    const second = await engine.start(flow, { key: "" }, { id: "second" });
    await expect(second.result()).rejects.toMatchObject({ code: "run-cancelled" });
    expect(await second.why()).toBe('skipped: run "first" has the place of workflow "flow"');
    release("first");
    expect(await first.result()).toBe("first");
    const third = await engine.start(flow, { key: "" }, { id: "third" });
    release("third");
    expect(await third.result()).toBe("third");
  });

  it("reject: concurrency-conflict, and nothing is there", async () => {
    const { flow, release } = gated({ limit: 1, key: (job) => job.key, onConflict: "reject" });
    const engine = await openEngine({ workflows: [flow] });
    const first = await engine.start(flow, { key: "k" }, { id: "first" });
    await expect(engine.start(flow, { key: "k" })).rejects.toMatchObject({
      code: "concurrency-conflict",
      message: 'workflow "flow", key "k", is at its concurrency: run "first" has the place',
    });
    expect(await engine.count()).toBe(1);
    expect(await engine.start(flow, { key: "k" }, { id: "first" })).toMatchObject({ id: "first" });
    release("first");
    await first.result();
  });

  it("replace: the old one ends in its own way before the new one begins; what waits gives way at once", async () => {
    const { flow, begun, release } = gated({ limit: 1, onConflict: "replace" });
    const order: string[] = [];
    const cleaning = workflow(
      { name: "cleaning", concurrency: { limit: 1, onConflict: "replace" } },
      async (wf, _: Job) => {
        await wf.step("begin", () => void order.push(`${wf.id} begins`));
        try {
          await wf.sleep("1 h");
        } finally {
          order.push(`${wf.id} ends`);
        }
      },
    );
    const engine = await openEngine({ workflows: [flow, cleaning] });
    const first = await engine.start(flow, { key: "" }, { id: "first" });
    await until("it executes", () => begun.length === 1);
    const second = await engine.start(flow, { key: "" }, { id: "second" });
    await expect(first.result()).rejects.toMatchObject({
      message: expect.stringContaining('replaced by run "second"'),
    });
    release("second");
    expect(await second.result()).toBe("second");

    await engine.start(cleaning, { key: "" }, { id: "x" });
    await until("it sleeps", async () => (await engine.handle("x").status()).status === "waiting");
    await engine.start(cleaning, { key: "" }, { id: "y" });
    await until("the other sleeps", async () => (await engine.handle("y").status()).status === "waiting");
    expect(order).toEqual(["x begins", "x ends", "y begins"]);
  });

  it("a place is held while its run waits, unless it is to be given back meanwhile", async () => {
    const host = virtualHost({ seed: 1 });
    const make = (name: string, holdWhileWaiting: boolean) =>
      workflow({ name, concurrency: { limit: 1, holdWhileWaiting } }, async (wf) => {
        await wf.sleep("1 h");
        return wf.now().getTime();
      });
    const [held, lent] = [make("held", true), make("lent", false)];
    const engine = await openEngine({ store: memory(), host, workflows: [held, lent] });
    const begun = host.now();
    const ends = async (flow: typeof held) => {
      const runs = await passTime(host, Promise.all([engine.start(flow), engine.start(flow)]));
      const results = await passTime(host, Promise.all(runs.map((run) => run.result())));
      return results.map((at) => Math.round((Number(at) - begun) / 3_600_000));
    };
    expect(await ends(held)).toEqual([1, 2]);
    expect(await ends(lent)).toEqual([3, 3]);
  });
});

describe("what makes no sense", () => {
  it.each<[string, object, string]>([
    ["no limit", { concurrency: {} }, "concurrency.limit"],
    ["half a limit", { concurrency: { limit: 0.5 } }, "concurrency.limit"],
    ["a policy", { concurrency: { limit: 1, onConflict: "wait" } }, "concurrency.onConflict"],
    ["an option", { concurrency: { limit: 1, keys: "x" } }, "concurrency.keys"],
    ["a key", { concurrency: { limit: 1, key: 7 } }, "concurrency.key"],
    [
      "giving back what is replaced",
      { concurrency: { limit: 1, onConflict: "replace", holdWhileWaiting: false } },
      "concurrency.holdWhileWaiting",
    ],
    ["a rate of nothing", { rateLimit: { limit: 1, period: 0 } }, "rateLimit.period"],
    ["limits that are no list", { limits: { name: "x" } }, "limits"],
    ["a limit twice", { limits: [{ name: "x" }, { name: "x" }] }, "limits"],
    ["no units", { limits: [{ name: "x", units: 0 }] }, "limits[0].units"],
  ])("%s is refused where it is defined", (_, options, option) => {
    expect(() => workflow({ name: "x", ...options } as never, () => 1)).toThrow(
      expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ option }) }),
    );
  });

  it("a key function that throws or gives no text refuses the start, and nothing is there", async () => {
    const flow = workflow({ name: "flow", concurrency: { limit: 1, key: (job: Job) => job.key } }, () => turns());
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.start(flow, { key: 7 } as never)).rejects.toMatchObject({
      code: "invalid-option",
      message: 'start of workflow "flow": option "concurrency.key" gave number, not text',
    });
    await expect(engine.start(flow, null as never)).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringContaining('option "concurrency.key" threw'),
    });
    await expect(engine.start(flow, { key: "" })).rejects.toMatchObject({ code: "invalid-name" });
    expect(await engine.count()).toBe(0);
  });
});

it("a run that calls its own workflow under the same key does not wait for itself", async () => {
  const nested: Workflow<number, number> = workflow(
    { name: "nested", concurrency: { limit: 1, key: "one" } },
    async (wf, depth: number) => (depth === 0 ? 0 : 1 + (await wf.call(nested, depth - 1))),
  );
  const engine = await openEngine({ workflows: [nested] });
  expect(await engine.execute(nested, 3)).toBe(3);
  expect(await engine.limits.list()).toEqual([]);
});
