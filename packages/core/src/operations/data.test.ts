import { describe, expect, it } from "vitest";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { task } from "./task.ts";
import { workflow } from "./workflow.ts";

describe("a run's data", () => {
  it("is readable in the code, in bodies, and from outside while it runs and afterwards", async () => {
    const seen: unknown[] = [];
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      seen.push(wf.get("k", "fallback"), wf.get("k"));
      wf.set("k", 1);
      seen.push(wf.get("k", "fallback"));
      await wf.step("body", async (s) => {
        seen.push(s.get("k"), s.get("other", "none"));
        s.set("k", 2);
        s.set("own", { deep: [1] });
        seen.push(s.get("k"));
        await release.promise;
      });
      seen.push(wf.get("k"), wf.get("own"));
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it has set k", async () => (await handle.get("k")) === 1);
    expect(await handle.get("own")).toBeUndefined();
    release.resolve();
    await handle.result();
    expect(seen).toEqual(["fallback", undefined, 1, 1, "none", 2, 2, { deep: [1] }]);
    expect([await handle.get("k"), await handle.get("own"), await handle.get("never")]).toEqual([
      2,
      { deep: [1] },
      undefined,
    ]);
  });

  it("what a body set counts only when the body succeeds", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.step(
        "body",
        (s) => {
          s.set("attempt", s.attempt);
          if (s.attempt < 3) throw new RangeError("again");
        },
        { retry: { initial: 1 } },
      );
      return wf.get("attempt");
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    expect([await handle.result(), await handle.get("attempt")]).toEqual([3, 3]);
    expect((await handle.journal()).filter(({ kind }) => kind === "step-data")).toHaveLength(1);
  });

  it("a task sets it too", async () => {
    const note = task("note", (n: number, t) => t.set("noted", n));
    const flow = workflow("flow", async (wf) => {
      await note(7);
      return wf.get("noted");
    });
    const engine = await openEngine({ workflows: [flow], tasks: [note] });
    const handle = await engine.start(flow);
    expect([await handle.result(), await handle.get("noted")]).toEqual([7, 7]);
  });

  it("on replay has at each point the value that it had there", async () => {
    const machine = new Machine(memory());
    const lives: unknown[][] = [];
    const flow = workflow("flow", async (wf) => {
      const mine: unknown[] = [];
      lives.push(mine);
      for (const n of [1, 2, 3]) {
        mine.push(wf.get("n"));
        wf.set("n", n);
        await wf.step("s", (s) => s.set("body", n));
        mine.push(wf.get("body"));
      }
      await wf.step("hangs", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await until("it hangs", () => handle.executing().some(({ op }) => op === "hangs"));
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    await next.handle("r").result();
    expect(lives).toEqual([
      [undefined, 1, 1, 2, 2, 3],
      [undefined, 1, 1, 2, 2, 3],
    ]);
    expect(await next.handle("r").get("n")).toBe(3);
    expect((await next.handle("r").journal()).filter(({ kind }) => kind === "set")).toHaveLength(3);
  });

  it("no run sees another's", async () => {
    const flow = workflow("flow", async (wf, n: number) => {
      const before = wf.get("k");
      wf.set("k", n);
      await wf.step("s", () => turns(n));
      return [before, wf.get("k")];
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await Promise.all([1, 2, 3].map((n) => engine.execute(flow, n)))).toEqual(
      [1, 2, 3].map((n) => [undefined, n]),
    );
  });
});

describe("title and attributes", () => {
  it("are seen from outside and can be listed by, merged and typed", async () => {
    const flow = workflow("flow", async (wf, n: number) => {
      wf.title(`order ${n}`);
      wf.attributes({ n, even: n % 2 === 0, name: "first" });
      await wf.step("s", () => 1);
      wf.attributes({ name: `n${n}` });
      wf.title("x".repeat(600));
    });
    const engine = await openEngine({ workflows: [flow] });
    for (const n of [1, 2, 3]) await engine.execute(flow, n, { id: `r${n}` });
    expect(await engine.handle("r2").status()).toMatchObject({
      title: "x".repeat(500),
      attributes: { n: 2, even: true, name: "n2" },
    });
    const ids = async (name: string, value: string | number | boolean) =>
      (await engine.list({ attribute: { name, value } })).items.map(({ id }) => id).toSorted();
    expect([await ids("even", false), await ids("n", 3), await ids("name", "n1"), await ids("n", "3")]).toEqual([
      ["r1", "r3"],
      ["r3"],
      ["r1"],
      [],
    ]);
  });
});

describe("log and progress", () => {
  it("invariant 21: lines are kept once over replays, in order, each with its step and attempt", async () => {
    const machine = new Machine(memory());
    const flow = workflow("flow", async (wf) => {
      wf.log("begins");
      await wf.step(
        "a",
        (s) => {
          s.log(`attempt ${s.attempt}`, "warn");
          if (s.attempt === 1) throw new RangeError("x");
        },
        { retry: { initial: 1 } },
      );
      wf.log("between", "debug");
      await wf.step("hangs", (s) => {
        s.log("hangs");
        return s.fence === 1 ? new Promise(() => {}) : 1;
      });
      wf.log("ends");
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await until("it hangs", async () => (await handle.logs()).length === 5);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    await next.handle("r").result();
    expect((await next.handle("r").logs()).map(({ op, attempt, level, text }) => [op, attempt, level, text])).toEqual([
      ["", 0, "info", "begins"],
      ["a", 1, "warn", "attempt 1"],
      ["a", 2, "warn", "attempt 2"],
      ["", 0, "debug", "between"],
      ["hangs", 1, "info", "hangs"],
      ["", 0, "info", "ends"],
    ]);
  });

  it("what a body says of its progress is seen while it executes", async () => {
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", (wf) =>
      wf.step("s", async (s) => {
        s.progress(3, 10);
        await release.promise;
      }),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it executes", () => handle.executing().length === 1);
    expect(handle.executing()).toMatchObject([{ op: "s", attempt: 1, progress: { done: 3, total: 10 } }]);
    await until("others can see it", async () => (await handle.activity()).length === 1);
    expect(await handle.activity()).toMatchObject([{ op: "s", progress: { done: 3, total: 10 } }]);
    release.resolve();
    await handle.result();
    expect([handle.executing(), await handle.activity()]).toEqual([[], []]);
  });
});
