import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { crashEverywhere } from "../testing/crash-everywhere.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

// "A run answered from a cache still walks pending → running → completed" (engine.md §3); namespace-wide, single flight,
// errors not cached (§7).

describe("cache: { key, ttl } of a workflow", () => {
  it("a function is executed once per key; who comes later walks the same states to the same output", async () => {
    let n = 0;
    const flow = workflow({ name: "flow", cache: { key: (input: string) => input } }, async (wf, input: string) => {
      await wf.step("compute", () => ++n);
      return { input, n, when: new Date(7) };
    });
    const ends: string[] = [];
    const engine = await openEngine({ workflows: [flow] });
    engine.on("run-finished", ({ id, status }) => void ends.push(`${id} ${status}`));
    expect(await engine.execute(flow, "a", { id: "one" })).toEqual({ input: "a", n: 1, when: new Date(7) });
    const hit = await engine.start(flow, "a", { id: "two" });
    expect(await hit.result()).toEqual({ input: "a", n: 1, when: new Date(7) });
    expect(await engine.execute(flow, "b", { id: "three" })).toMatchObject({ n: 2 });
    await until("all are told of", () => ends.length === 3);
    expect(ends).toEqual(["one completed", "two completed", "three completed"]);
    expect((await hit.journal()).map(({ kind, op, value }) => [kind, op, value])).toEqual([
      ["cached", "cached~flow", { input: "a", n: 1, when: new Date(7) }],
    ]);
    const { startedAt, endedAt } = await hit.status();
    expect([startedAt, endedAt]).not.toContain(undefined);
    expect((await engine.stats()).workflows).toMatchObject([{ workflow: "flow" }]);
  });

  it("for as long as its ttl says, and under an equal key only", async () => {
    const host = virtualHost();
    let n = 0;
    const flow = workflow({ name: "flow", cache: { key: "all", ttl: "1 h" } }, () => ++n);
    const other = workflow({ name: "other", cache: { key: "all" } }, () => ++n);
    const engine = await openEngine({ workflows: [flow, other], host });
    const runs = async (which: typeof flow) => await passTime(host, engine.execute(which));
    expect([await runs(flow), await runs(flow), await runs(other)]).toEqual([1, 1, 2]);
    await passMs(host, 3_600_000);
    expect([await runs(flow), await runs(flow), await runs(other)]).toEqual([3, 3, 2]);
  });

  it("not across namespaces, not where the output is too large to be shared, not where a key is missing", async () => {
    const store = memory();
    let n = 0;
    const flow = workflow({ name: "flow", cache: { key: "k" } }, () => ++n);
    const large = workflow({ name: "large", cache: { key: "k" } }, () => [++n, "x".repeat(2_000_000)]);
    const options = { store, workflows: [flow, large], defaults: { valueBytes: 4_000_000 } };
    const key = Buffer.alloc(32, 1).toString("base64");
    const sealed = await openEngine({ ...options, codec: encryption({ keys: { one: key }, current: "one" }) });
    expect(await sealed.execute(flow)).toBe(1);
    expect(await sealed.execute(flow)).toBe(1);
    const elsewhere = await openEngine({ ...options, namespace: "elsewhere" });
    expect(await elsewhere.execute(flow)).toBe(2);
    await sealed.close();
    const other = Buffer.alloc(32, 2).toString("base64");
    const without = await openEngine({ ...options, codec: encryption({ keys: { two: other }, current: "two" }) });
    expect(await without.execute(flow)).toBe(3);
    expect((await without.execute(large)).slice(0, 1)).toEqual([4]);
    expect((await without.execute(large)).slice(0, 1)).toEqual([5]);
  });

  it("calls onComplete for an answer from the cache, too, and none of its function's code", async () => {
    const hooks: unknown[] = [];
    const flow = workflow(
      { name: "flow", cache: { key: "k" }, onComplete: (wf, output) => hooks.push([wf.id, output]) },
      async (wf) => {
        wf.set("who", wf.id);
        return await wf.step("compute", () => 1);
      },
    );
    const engine = await openEngine({ workflows: [flow] });
    await engine.execute(flow, undefined, { id: "a" });
    await engine.execute(flow, undefined, { id: "b" });
    expect(hooks).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    expect(await engine.handle("b").get("who")).toBeUndefined();
  });

  it.each([
    [{ key: 1 }, "cache.key"],
    [{}, "cache.key"],
    [{ key: "k", other: 1 }, "cache.other"],
    ["k", "cache"],
  ])("refuses %j", (cache, option) => {
    expect(() => workflow({ name: "flow", cache: cache as never }, () => 1)).toThrow(
      expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ option }) }),
    );
  });

  it("fails a run whose key cannot be made", async () => {
    const flow = workflow({ name: "flow", cache: { key: (input: { a: string }) => input.a } }, () => 1);
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow, { a: 7 } as never)).rejects.toMatchObject({
      cause: { code: "invalid-option", facts: { where: 'workflow "flow"', option: "cache.key" } },
    });
  });
});

describe("a crash", () => {
  it("at any commit leaves no run waiting, and what is kept is not computed again", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => [
          workflow({ name: "flow", cache: { key: (input: string) => input } }, async (wf, input: string) => {
            await wf.step("first", () => note(`${input} in ${wf.id}`));
            await wf.sleep("1 min");
            return await wf.step("second", () => `${input} by ${wf.id}`);
          }),
        ],
        drive: async (engine) => {
          const runs = await Promise.all(
            ["a1", "a2", "a3", "b1"].map((id) => engine.start("flow", id.slice(0, 1), { id })),
          );
          return await Promise.all(runs.map((run) => run.result()));
        },
      },
      ({ result, effects }, undisturbed, where) => {
        expect(new Set(result.slice(0, 3)).size, where).toBe(1);
        expect(result[3], where).toBe("b by b1");
        expect(new Set(effects), "the same runs compute again").toHaveProperty("size", 2);
        expect(undisturbed.effects.length).toBe(2);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });

  it("at any position of the journal of one that computes gives the same", async () => {
    const flow = workflow({ name: "flow", cache: { key: "k", ttl: 1 } }, async (wf) => [
      await wf.step("one", () => 1),
      await wf.sleep(5),
      await wf.step("two", () => 2),
    ]);
    const outputs: unknown[] = [];
    const journal = await crashEverywhere({ flow, check: ({ details }) => outputs.push(details.output) });
    expect(journal[0]).toBe("not-cached cached~flow");
    expect(new Set(outputs.map((output) => JSON.stringify(output))).size).toBe(1);
  });
});
