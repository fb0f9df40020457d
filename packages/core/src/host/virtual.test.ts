import { describe, expect, test } from "vitest";
import { virtualHost } from "./virtual.ts";

describe("time", () => {
  test("stands still until it is moved", async () => {
    const host = virtualHost({ startAt: 1_000 });
    await host.settled();
    expect([host.now(), host.monotonic()]).toEqual([1_000, 0]);
    host.advance(250.5);
    expect([host.now(), host.monotonic()]).toEqual([1_250.5, 250.5]);
    expect(() => host.advance(-1)).toThrow(/never goes back/);
    expect(virtualHost().now()).toBe(Date.UTC(2026, 0, 1));
  });

  test("may jump on the wall clock alone", () => {
    const host = virtualHost({ startAt: 1_000 });
    const fired: number[] = [];
    host.timer(100, () => fired.push(host.now()));
    host.jump(-500);
    expect([host.now(), host.monotonic(), host.nextTimerAt()]).toEqual([500, 0, 600]);
    host.advance(99);
    expect(fired).toEqual([]);
    host.advance(1);
    expect(fired).toEqual([600]);
  });
});

describe("timers", () => {
  test("V2 fire in the order of their due times, equal ones as they were set, at their due time", () => {
    const host = virtualHost({ startAt: 0 });
    const fired: string[] = [];
    for (const [name, ms] of [
      ["c", 30],
      ["a", 10],
      ["b1", 20],
      ["b2", 20],
      ["d", 40],
    ] as const)
      host.timer(ms, () => fired.push(`${name}@${host.now()}`));
    host.advance(35);
    expect(fired).toEqual(["a@10", "b1@20", "b2@20", "c@30"]);
    expect([host.now(), host.pendingTimers()]).toEqual([35, 1]);
  });

  test("that are set by timers fire in the same move, if they are due in it", () => {
    const host = virtualHost({ startAt: 0 });
    const fired: number[] = [];
    const again = (): void => {
      fired.push(host.now());
      host.timer(10, again);
    };
    host.timer(10, again);
    host.advance(45);
    expect(fired).toEqual([10, 20, 30, 40]);
    expect(host.nextTimerAt()).toBe(50);
  });

  test("V1 never fire inside the call that sets them, nor early", () => {
    const host = virtualHost();
    let fired = 0;
    host.timer(0, () => fired++);
    host.timer(-5, () => fired++);
    expect(fired).toBe(0);
    host.advance(0);
    expect(fired).toBe(2);
  });

  test("cancelled ones are gone, also when cancelled twice, late, or by another timer", () => {
    const host = virtualHost();
    const fired: string[] = [];
    const late = host.timer(1, () => fired.push("late"));
    const victim = host.timer(2, () => fired.push("victim"));
    host.timer(1, () => victim.cancel());
    victim.cancel();
    victim.cancel();
    expect(host.pendingTimers()).toBe(2);
    host.advance(5);
    late.cancel();
    expect(fired).toEqual(["late"]);
    expect([host.pendingTimers(), host.nextTimerAt()]).toEqual([0, undefined]);
  });

  test("advanceToNext moves to the earliest and fires all that are due then", () => {
    const host = virtualHost({ startAt: 0 });
    const fired: string[] = [];
    for (const name of ["a", "b"]) host.timer(86_400_000 * 365, () => fired.push(name));
    host.timer(86_400_000 * 366, () => fired.push("c"));
    expect(host.advanceToNext()).toBe(true);
    expect([fired, host.now()]).toEqual([["a", "b"], 31_536_000_000]);
    expect(host.advanceToNext()).toBe(true);
    expect(host.advanceToNext()).toBe(false);
    expect(fired).toEqual(["a", "b", "c"]);
  });

  test("of endless delay are never the next", () => {
    const host = virtualHost();
    host.timer(Number.POSITIVE_INFINITY, () => {}).cancel();
    host.timer(Number.POSITIVE_INFINITY, () => {});
    expect([host.advanceToNext(), host.pendingTimers()]).toEqual([false, 0]);
    expect(() => host.timer(Number.NaN, () => {})).toThrow(/number/);
  });

  test("after one that threw, the others are still there", () => {
    const host = virtualHost({ startAt: 0 });
    const fired: number[] = [];
    host.timer(1, () => {
      throw new Error("crash here");
    });
    host.timer(2, () => fired.push(host.now()));
    expect(() => host.advance(5)).toThrow("crash here");
    expect(host.now()).toBe(1);
    host.advance(4);
    expect(fired).toEqual([2]);
  });

  test("thousands of them come in order", () => {
    const host = virtualHost({ startAt: 0 });
    const fired: number[] = [];
    const timers = Array.from({ length: 5_000 }, (_, i) =>
      host.timer((i * 7_919) % 4_999, () => fired.push(host.now())),
    );
    for (let i = 0; i < timers.length; i += 3) timers[i]?.cancel();
    expect(host.pendingTimers()).toBe(5_000 - 1_667);
    while (host.advanceToNext());
    expect(fired).toHaveLength(5_000 - 1_667);
    expect(fired).toEqual(fired.toSorted((a, b) => a - b));
  });
});

describe("macrotasks", () => {
  test("are real: promise callbacks run between two of one turn", async () => {
    const host = virtualHost();
    const seen: string[] = [];
    host.immediate(() => {
      seen.push("first");
      void Promise.resolve().then(() => seen.push("its promise"));
    });
    host.immediate(() => seen.push("second"));
    expect(host.pendingImmediates()).toBe(2);
    await host.settled();
    expect(seen).toEqual(["first", "its promise", "second"]);
  });

  test("settled waits for what immediates begin, not for timers", async () => {
    const host = virtualHost();
    const seen: number[] = [];
    const chain = (n: number): void => {
      seen.push(n);
      if (n < 5) void Promise.resolve().then(() => host.immediate(() => chain(n + 1)));
    };
    host.immediate(() => chain(1));
    host.timer(1, () => seen.push(99));
    await host.settled();
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(host.pendingImmediates()).toBe(0);
  });
});

describe("the rest", () => {
  test("one seed, one history of random bytes", () => {
    const bytes = (seed?: number) =>
      Buffer.from(virtualHost(seed === undefined ? {} : { seed }).randomBytes(32)).toString("hex");
    expect(bytes(7)).toBe(bytes(7));
    expect(bytes()).toBe(bytes(1));
    expect(new Set([0, 1, 2, 3, 2 ** 31, 2 ** 32 + 1, 2 ** 40].map(bytes)).size).toBe(7);
    const host = virtualHost();
    expect(host.randomBytes(8)).not.toEqual(host.randomBytes(8));
  });

  test("random bytes are spread evenly", () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of virtualHost({ seed: 3 }).randomBytes(256 * 400)) counts[byte] = (counts[byte] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(500);
  });

  test("points are told to whoever listens, and what they throw comes out", () => {
    const host = virtualHost();
    const seen: unknown[] = [];
    const listening = host.onPoint((name, detail) => seen.push([name, detail]));
    host.point("deliver");
    host.point("body:before", "charge");
    listening.stop();
    host.point("body:after");
    expect(seen).toEqual([
      ["deliver", undefined],
      ["body:before", "charge"],
    ]);
    host.onPoint(() => {
      throw new Error("crash here");
    });
    expect(() => host.point("commit:before")).toThrow("crash here");
  });

  test("the process that it pretends to be can be chosen, and who is dead", () => {
    const proof = { machine: "m", boot: "b", pidNamespace: "n", pid: 2, started: "1" };
    const host = virtualHost({ proof, isProvablyDead: (other) => other.pid === 3 });
    expect(host.proof).toBe(proof);
    expect([host.isProvablyDead(proof), host.isProvablyDead({ ...proof, pid: 3 })]).toEqual([false, true]);
    expect(virtualHost().isProvablyDead(proof)).toBe(false);
    expect(host.thread(new URL("file:///x.ts"), undefined)).toBeUndefined();
  });

  test("a second process on the same clock is the host, spread", () => {
    const one = virtualHost({ startAt: 0 });
    const two = { ...one, proof: { ...one.proof, pid: 2 } };
    const fired: string[] = [];
    two.timer(5, () => fired.push("two"));
    one.advance(5);
    expect([fired, two.now()]).toEqual([["two"], 5]);
  });
});
