import { describe, expect, it } from "vitest";
import { NonRetryableError } from "../model/retry-signals.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// retry() begins the next generation: the prefix is kept, later successes are reused, the failing step is fresh.

describe("retry of a failed run", () => {
  it("keeps what was recorded before the failing step, reuses later successes, and attempts the failing step afresh", async () => {
    const executed: string[] = [];
    let fails = true;
    const flow = workflow("flow", async (wf) => {
      const a = await wf.step("a", () => executed.push("a"));
      wf.set("k", a);
      const bad = wf.step(
        "bad",
        async (s) => {
          executed.push(`bad ${s.attempt}`);
          if (fails && s.attempt === 2) await turns(20);
          if (fails) throw new RangeError("broken");
          return 10;
        },
        { retry: { maxAttempts: 2, initial: 1 } },
      );
      const good = wf.step("good", (s) => {
        s.set("from good", 1);
        return executed.push("good");
      });
      const late = wf.step("late", () => new Promise(() => {}));
      void late.catch(() => {});
      return (await bad) + (await good) + a;
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await expect(handle.result()).rejects.toMatchObject({ cause: { step: "bad", attempts: 2 } });
    expect(executed).toEqual(["a", "bad 1", "good", "bad 2"]);
    fails = false;
    await handle.retry();
    expect(await handle.result()).toBe(10 + 3 + 1);
    expect(executed).toEqual(["a", "bad 1", "good", "bad 2", "bad 1"]);
    expect(await handle.status()).toMatchObject({ generation: 2, status: "completed", output: 14 });
    expect([await handle.get("k"), await handle.get("from good")]).toEqual([1, 1]);
    const journal = await handle.journal();
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    expect(journal.filter(({ op }) => op === "bad").map(({ kind, attempt }) => [kind, attempt])).toEqual([["step", 1]]);
  });

  it("leaves the earlier generation as it was", async () => {
    let fails = true;
    const flow = workflow("flow", (wf) =>
      wf.step("s", () => {
        if (fails) throw new NonRetryableError("no");
      }),
    );
    const engine = await openEngine({ workflows: [flow] });
    const first = await engine.start(flow, undefined, { id: "r" });
    await first.result().catch(() => {});
    const before = await first.status();
    fails = false;
    await engine.handle("r").retry();
    await engine.handle("r").result();
    expect(before).toMatchObject({ generation: 1, status: "failed" });
    expect(await engine.handle("r").status()).toMatchObject({ generation: 2, status: "completed" });
    expect((await engine.list()).items.map(({ id, generation }) => [id, generation])).toEqual([["r", 2]]);
  });

  it("of a failure below a caught and wrapped one finds the step by its cause", async () => {
    const executed: string[] = [];
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => void executed.push("a"));
      try {
        await wf.step(
          "b",
          () => {
            executed.push("b");
            if (executed.length < 3) throw new RangeError("b broke");
          },
          { retry: false },
        );
      } catch (cause) {
        throw new TypeError("wrapped", { cause });
      }
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await expect(handle.result()).rejects.toMatchObject({ cause: { message: "wrapped" } });
    await handle.retry();
    await handle.result();
    expect(executed).toEqual(["a", "b", "b"]);
  });

  it("of several failing steps attempts all of those afresh that the failure left", async () => {
    const executed: string[] = [];
    let fails = true;
    const flow = workflow("flow", (wf) =>
      wf.map(["a", "b", "c"], (name) =>
        wf.step(
          name,
          async () => {
            executed.push(name);
            await turns(2);
            if (fails && name !== "b") throw new RangeError(name);
          },
          { retry: false },
        ),
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result().catch(() => {});
    fails = false;
    await handle.retry();
    await handle.result();
    expect(executed.toSorted()).toEqual(["a", "a", "b", "c", "c"]);
  });

  it("of a cancelled or timed out run goes on where it was", async () => {
    const executed: string[] = [];
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => void executed.push("a"));
      await wf.sleep(executed.length === 1 && wf.generation === 1 ? "1 day" : 1);
      await wf.step("b", () => void executed.push("b"));
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    await handle.cancel();
    await handle.result().catch(() => {});
    await handle.retry();
    await handle.result();
    expect(executed).toEqual(["a", "b"]);
  });

  it("twice in a row is one generation; of a completed or unfinished run it is refused", async () => {
    let fails = true;
    const flow = workflow("flow", (wf) =>
      wf.step(
        "s",
        async () => {
          await turns(3);
          if (fails) throw new RangeError("x");
        },
        { retry: false },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await expect(handle.retry()).rejects.toMatchObject({ code: "illegal-transition", facts: { event: "be retried" } });
    await handle.result().catch(() => {});
    fails = false;
    const both = await Promise.allSettled([handle.retry(), engine.handle("r").retry()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((both.find(({ status }) => status === "rejected") as PromiseRejectedResult).reason).toMatchObject({
      code: "already-begun-anew",
      message: 'run "r" was told to go on already: its generation 2 is there',
    });
    await handle.result();
    await expect(handle.retry()).rejects.toMatchObject({ code: "illegal-transition" });
    expect((await handle.status()).generation).toBe(2);
  });

  it("a result that is awaited meanwhile is that of the new generation", async () => {
    let fails = true;
    const flow = workflow("flow", (wf) =>
      wf.step(
        "s",
        async () => {
          await turns(10);
          if (fails) throw new RangeError("x");
          return "second";
        },
        { retry: false },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result().catch(() => {});
    fails = false;
    await handle.retry();
    const [one, other] = await Promise.all([handle.result(), engine.handle(handle.id).result()]);
    expect([one, other]).toEqual(["second", "second"]);
    const events: string[] = [];
    for await (const event of handle.watch()) events.push(event.type);
    expect(events).toEqual(["entry", "entry", "state", "end"]);
  });
});
