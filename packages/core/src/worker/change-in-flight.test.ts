import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { changes } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { turns, until } from "../testing/until.ts";

// A store may take its time to commit (a lock, a slow disk). What was decided of a run meanwhile holds: no body of
// it starts any more, and nothing that happens during the flight is lost or done twice (invariants 6, 14, 26).

describe("a body that waits for the durability barrier does not start", () => {
  it("once the run is being paused", async () => {
    const bodies: string[] = [];
    const two = workflow("two", async (wf) => {
      for (const name of ["a", "b"])
        await wf.step(name, async () => {
          bodies.push(`${name} begins`);
          await turns(3);
          bodies.push(`${name} ends`);
        });
    });
    const { engine, gate } = await gatedEngine({ workflows: [two] });
    const handle = await engine.start(two);
    await until("a executes", () => bodies.length === 1);
    gate.close();
    await gate.held();
    const pausing = handle.pause();
    await turns();
    gate.open();
    await pausing;
    const atPause = bodies.slice();
    await turns(50);
    expect(bodies).toEqual(atPause);
    expect(bodies).toEqual(["a begins", "a ends"]);
    await handle.resume();
    await handle.result();
    expect(bodies).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("once the function has ended", async () => {
    const bodies: string[] = [];
    const hasty = workflow("hasty", async (wf) => {
      const first = wf.step("first", () => void bodies.push("first"));
      const second = wf.step("second", async () => {
        await turns(2);
        bodies.push("second");
      });
      await first;
      void wf.step("late", () => void bodies.push("late"));
      await second;
    });
    const { engine, gate } = await gatedEngine({ workflows: [hasty] });
    const handle = await engine.start(hasty);
    gate.close();
    await gate.held();
    await until("both have executed", () => bodies.length === 2);
    await turns(50);
    gate.open();
    await handle.result();
    await turns(50);
    expect(bodies).toEqual(["first", "second"]);
  });

  it("once the run is blocked", async () => {
    const bodies: string[] = [];
    const stray = workflow("stray", async (wf) => {
      const foreign = new Promise<void>((resolve) => void queueMicrotask(() => void turns(30).then(resolve)));
      void foreign.then(() => wf.step("woken from outside", () => void bodies.push("outside")));
      await wf.step("a", () => void bodies.push("a"));
      await wf.step("b", () => void bodies.push("b"));
    });
    const { engine, gate } = await gatedEngine({ workflows: [stray] });
    const handle = await engine.start(stray);
    gate.close();
    await gate.held();
    await turns(100);
    gate.open();
    await expect(handle.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ code: "run-blocked" });
    await turns(50);
    expect(bodies).toEqual(["a"]);
  });

  it("invariant 14: once the run is cancelled", async () => {
    const bodies: string[] = [];
    const two = workflow("two", async (wf) => {
      await wf.step("a", () => void bodies.push("a"));
      await wf.step("b", () => void bodies.push("b"));
    });
    const { engine, gate } = await gatedEngine({ workflows: [two] });
    const handle = await engine.start(two);
    gate.close();
    await gate.held();
    await handle.cancel();
    await turns(50);
    gate.open();
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
    await turns(50);
    expect(bodies).toEqual(["a"]);
  });
});

describe("an at-most-once step whose body has not begun", () => {
  it("is not taken for interrupted after a pause", async () => {
    const bodies: number[] = [];
    const once = workflow("once", (wf) =>
      wf.step("pay", (s) => bodies.push(s.attempt), { atMostOnce: true, retry: false }),
    );
    const { engine, gate } = await gatedEngine({ workflows: [once] });
    const handle = await engine.start(once);
    gate.close();
    await gate.held();
    const pausing = handle.pause();
    await turns();
    gate.open();
    await pausing;
    await handle.resume();
    expect(await handle.result()).toBe(1);
    expect(bodies).toEqual([1]);
  });
});

describe("while a run is being parked", () => {
  it("a cancel is not slept over", async () => {
    const sleepy = workflow("sleepy", (wf) => wf.sleep("1 h"));
    const { engine, gate, store } = await gatedEngine({ workflows: [sleepy] });
    gate.closeFor(changes("park"));
    const handle = await engine.start(sleepy, undefined, { id: "a" });
    await gate.held();
    await handle.cancel("enough");
    await turns(50);
    gate.open();
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
    expect((await store.find("a"))?.status).toBe("cancelled");
  });

  it("a pause is not slept over", async () => {
    const sleepy = workflow("sleepy", (wf) => wf.sleep("1 h"));
    const { engine, gate, store } = await gatedEngine({ workflows: [sleepy] });
    gate.closeFor(changes("park"));
    const handle = await engine.start(sleepy, undefined, { id: "a" });
    await gate.held();
    const pausing = handle.pause();
    await turns(50);
    gate.open();
    await pausing;
    expect((await store.find("a"))?.status).toBe("paused");
  });

  it("a retry that comes due is executed once", async () => {
    const attempts: number[] = [];
    const flaky = workflow("flaky", (wf) =>
      wf.step(
        "s",
        async (s) => {
          attempts.push(s.attempt);
          await turns(2);
          if (s.attempt === 1) throw new RangeError("again");
        },
        { retry: { maxAttempts: 2, initial: 1_400, jitter: 0 } },
      ),
    );
    const { engine, gate, store } = await gatedEngine({ workflows: [flaky] });
    gate.closeFor(changes("park"));
    const handle = await engine.start(flaky, undefined, { id: "a" });
    await gate.held();
    const wakeAt = gate.seen.at(-1)?.writes[0]?.change as { wakeAt: number };
    await until("the second attempt is due", () => Date.now() > wakeAt.wakeAt + 50);
    gate.open();
    await handle.result();
    expect(attempts).toEqual([1, 2]);
    const { key } = (await store.find("a"))!;
    expect((await store.journal(key, 0, 9)).map(({ kind }) => kind)).toEqual(["attempt", "step"]);
  });
});

describe("while a run is being paused", () => {
  it("a resume is not lost", async () => {
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => release.promise);
      return await wf.step("b", () => "done");
    });
    const { engine, gate } = await gatedEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it executes", () => engine.executing === 1);
    gate.closeFor(changes("pause"));
    const pausing = handle.pause();
    release.resolve();
    await gate.held();
    await handle.resume();
    gate.open();
    await pausing;
    expect(await handle.result({ timeout: "1 s" })).toBe("done");
  });
});
