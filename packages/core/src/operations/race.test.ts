import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";
import type { BodyContext } from "./body-context.ts";
import { workflow } from "./workflow.ts";

const untilAborted = (s: BodyContext, note: (reason: unknown) => void) =>
  new Promise<string>((resolve) =>
    s.abortSignal.addEventListener("abort", () => {
      note(s.abortSignal.reason);
      resolve("too late");
    }),
  );

describe("wf.race", () => {
  it("gives the first to end; the losers' bodies are told to stop, and what they give is not recorded", async () => {
    const told: unknown[] = [];
    const flow = workflow("flow", async (wf) => {
      const won = await wf.race({
        fast: wf.step("fast", () => turns(2).then(() => "f")),
        slow: wf.step("slow", (s) => untilAborted(s, (reason) => told.push(reason))),
        asleep: wf.sleep("1 h"),
      });
      await wf.step("after", () => turns(5));
      return won;
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    expect(await handle.result()).toEqual({ winner: "fast", value: "f" });
    expect(told).toMatchObject([{ code: "run-ended" }]);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["fast", "after"]);
  });

  it("functions race in scopes of their own, and losers go no further", async () => {
    const begun: string[] = [];
    const flow = workflow("flow", async (wf) => {
      const leg = (name: string, first: number) => async () => {
        await wf.step("one", () => turns(first));
        begun.push(`${name} goes on`);
        await wf.step("two", () => void begun.push(`${name} two`));
        return name;
      };
      const { winner, value } = await wf.race({ a: leg("a", 1), b: leg("b", 40) });
      await wf.step("after", () => turns(60));
      return [winner, value];
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    expect(await handle.result()).toEqual(["a", "a"]);
    expect(begun).toEqual(["a goes on", "a two"]);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["race/a/one", "race/a/two", "after"]);
  });

  it("a first failure fails the race, and gives the others up as well", async () => {
    let told = 0;
    const flow = workflow("flow", (wf) =>
      wf.race({
        bad: wf.step(
          "bad",
          () => {
            throw new RangeError("bad");
          },
          { retry: false },
        ),
        slow: wf.step("slow", (s) => untilAborted(s, () => told++)),
      }),
    );
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { cause: { message: "bad" } } });
    expect(told).toBe(1);
  });

  it("a race of a value needs no step; a race in a map stays in its item", async () => {
    const flow = workflow("flow", (wf) =>
      wf.map([1, 2], async (n) => (await wf.race({ now: () => n, later: () => wf.sleep("1 h") })).value),
    );
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toEqual([1, 2]);
  });

  it("its winner is the same after a crash, also when the loser ended meanwhile", async () => {
    const machine = new Machine(memory());
    const seen: string[] = [];
    const flow = workflow("flow", async (wf) => {
      const { winner } = await wf.race({
        a: () => wf.step("a", (s) => (s.fence === 1 ? turns(10) : "quick")),
        b: () => wf.step("b", () => turns(1)),
      });
      seen.push(winner);
      await wf.step("hangs", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
      return winner;
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "r" });
    await until("the race is over", () => seen.length === 1);
    await turns(30);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await next.handle("r").result()).toBe("b");
    expect(seen).toEqual(["b", "b"]);
  });

  it("Promise.race leaves the loser alone: it goes on, and its late answer does no harm on replay", async () => {
    const machine = new Machine(memory());
    const flow = workflow("flow", async (wf) => {
      const slow = wf.step("slow", () => turns(15).then(() => "slow"));
      await Promise.race([slow, wf.step("fast", () => "fast")]);
      await wf.step("between", () => turns(40));
      return await wf.step("last", (s) => (s.fence === 1 ? new Promise<string>(() => {}) : "done"));
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await until("the last executes", () => handle.executing().some(({ op }) => op === "last"));
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["fast", "slow", "between"]);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await next.handle("r").result()).toBe("done");
  });
});

it("a loser that does not heed its abortSignal does not hold up a run that ends well", async () => {
  const host = virtualHost();
  const flow = workflow("flow", async (wf) => {
    const won = await wf.race({
      deaf: wf.step("deaf", () => new Promise(() => {})),
      quick: wf.step("quick", () => 1),
    });
    return won.winner;
  });
  const engine = await openEngine({ workflows: [flow], host });
  const begun = host.now();
  expect(await passTime(host, engine.execute(flow))).toBe("quick");
  expect(host.now() - begun).toBeLessThan(1_000);
});
