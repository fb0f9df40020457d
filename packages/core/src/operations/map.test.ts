import { describe, expect, it } from "vitest";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { workflow } from "./workflow.ts";

describe("wf.map", () => {
  it("gives results in the order of the items, whatever order they end in; each has a scope of its own", async () => {
    const flow = workflow("flow", (wf) =>
      wf.map([30, 1, 10], (count, index) => wf.step("work", () => turns(count).then(() => `${index}:${count}`))),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    expect(await handle.result()).toEqual(["0:30", "1:1", "2:10"]);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["map[1]/work", "map[2]/work", "map[0]/work"]);
  });

  it("takes any iterable, none at all, and functions that are not asynchronous", async () => {
    const flow = workflow("flow", async (wf) => [
      await wf.map(new Set(["a", "b"]), (item) => item + item),
      await wf.map([], () => 1),
      await wf.map(
        (function* () {
          yield 1;
          yield 2;
        })(),
        (item) => wf.step("s", () => item * 2),
        { name: "double" },
      ),
    ]);
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toEqual([["aa", "bb"], [], [2, 4]]);
  });

  it("has no more than `concurrency` items in progress, and always as many as it may", async () => {
    let now = 0;
    let most = 0;
    const flow = workflow("flow", (wf) =>
      wf.map(
        Array.from({ length: 20 }, (_, n) => n),
        async (n) => {
          await wf.step("first", async () => {
            most = Math.max(most, ++now);
            await turns(n % 3);
          });
          await wf.step("second", () => void now--);
        },
        { concurrency: 3 },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    await engine.execute(flow);
    expect([most, now]).toEqual([3, 0]);
  });

  it("fails with the first failure, begins no more items, and lets those in progress end", async () => {
    const done: number[] = [];
    const flow = workflow("flow", (wf) =>
      wf.map(
        [0, 1, 2, 3, 4],
        (n) =>
          wf.step(
            "work",
            async () => {
              if (n === 0) throw new RangeError("item 0");
              await turns(5);
              done.push(n);
            },
            { retry: false },
          ),
        { concurrency: 2 },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({
      cause: { code: "step-failed", cause: { message: "item 0" } },
    });
    expect(done).toEqual([1]);
  });

  it("with maxFailures goes on: what failed is undefined", async () => {
    const flow = workflow("flow", (wf, most: number) =>
      wf.map(
        [0, 1, 2, 3],
        (n) =>
          wf.step(
            "work",
            () => {
              if (n % 2 === 1) throw new RangeError(`item ${n}`);
              return n;
            },
            { retry: false },
          ),
        { maxFailures: most, concurrency: 1 },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow, 2)).toEqual([0, undefined, 2, undefined]);
    expect(await engine.execute(flow, Infinity)).toEqual([0, undefined, 2, undefined]);
    await expect(engine.execute(flow, 1)).rejects.toMatchObject({ cause: { cause: { message: "item 1" } } });
  });

  it("goes on after a crash: items that are done are not executed again", async () => {
    const machine = new Machine(memory());
    const executed: string[] = [];
    const flow = workflow("flow", (wf) =>
      wf.map([0, 1, 2, 3], (n) =>
        wf.step("work", (s) => {
          executed.push(`${n} in life ${s.fence}`);
          return s.fence === 1 && n >= 2 ? new Promise<number>(() => {}) : n * n;
        }),
      ),
    );
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await until("two are done", async () => (await handle.journal()).length === 2);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await next.handle("r").result()).toEqual([0, 1, 4, 9]);
    expect(executed.toSorted()).toEqual([
      "0 in life 1",
      "1 in life 1",
      "2 in life 1",
      "2 in life 2",
      "3 in life 1",
      "3 in life 2",
    ]);
  });
});

describe("wf.scope", () => {
  it("numbers names apart, so that concurrent branches cannot swap their entries", async () => {
    const flow = workflow("flow", (wf) => {
      const leg = (name: string, delay: number) =>
        wf.scope(name, async () => {
          await turnsOf(wf.step("wait", () => turns(delay)));
          return [await wf.step("same", () => name), wf.random()] as const;
        });
      return Promise.all([leg("slow", 20), leg("fast", 1), leg("fast", 5)]);
    });
    const turnsOf = async (promise: Promise<unknown>) => void (await promise);
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    const result = await handle.result();
    expect(result.map(([name]) => name)).toEqual(["slow", "fast", "fast"]);
    expect(new Set(result.map(([, random]) => random)).size).toBe(3);
    const ops = (await handle.journal()).map(({ op }) => op);
    expect(ops.toSorted()).toEqual(["fast#2/same", "fast#2/wait", "fast/same", "fast/wait", "slow/same", "slow/wait"]);
  });

  it("gives what its function gives, and passes on what it throws", async () => {
    const flow = workflow("flow", async (wf) => {
      const value = await wf.scope("plain", () => 5);
      return await wf.scope("throws", () => {
        throw new RangeError(`after ${value}`);
      });
    });
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { message: "after 5" } });
  });
});
