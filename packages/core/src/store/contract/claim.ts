import { describe, expect, it } from "vitest";
import {
  change,
  claim,
  claimResult,
  type Engine,
  idsOf,
  type MakeProvider,
  newDatabase,
  newEntry,
  newLine,
  only,
  startPending,
  startRunning,
  t0,
  wantsAny,
  write,
} from "./bench.ts";
import { suspects } from "./suspects.ts";

export function claimContract(make: MakeProvider): void {
  describe("claim", () => {
    it("makes due runs the worker's own, with journal and line count", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const logs = [newLine(1), newLine(2), newLine(1, { op: "step-1", attempt: 1 })];
      const entries = [newEntry(1), newEntry(2)];
      await write(engine, run, { entries, logs, change: { event: "release" } });
      const claimed = only(await claim(engine, {}, t0 + 5));
      expect(claimed.row).toMatchObject({ status: "running", owner: engine.worker, claim: 2, startedAt: t0 });
      expect(claimed).toMatchObject({ entries, logLines: 2 });
      expect(await engine.store.get(run.key)).toEqual(claimed.row);
      expect(await write(engine, claimed.row, { entries: [newEntry(3)] })).toMatchObject({ lost: [] });
    });

    it("takes higher priority first, then what was due first, no more than asked", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      await startPending(store, { id: "late", availableAt: t0 - 1 });
      await startPending(store, { id: "early", availableAt: t0 - 2 });
      await startPending(store, { id: "urgent", priority: 9 });
      await startPending(store, { id: "low", priority: -1, availableAt: t0 - 9 });
      expect(idsOf(await claim(engine, { limit: 2 }))).toEqual(["urgent", "early"]);
      expect(idsOf(await claim(engine))).toEqual(["late", "low"]);
      expect(await claim(engine)).toEqual([]);
    });

    it("takes only what the worker serves", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      await startPending(store, { id: "a", workflow: "a" });
      await startPending(store, { id: "b", workflow: "b", queue: "gpu" });
      await startPending(store, { id: "c", workflow: "c" });
      expect(await claim(engine, { workflows: ["a", "b"], queues: ["cpu"] })).toEqual([]);
      const claimed = await claim(engine, { workflows: ["a", "b"], queues: ["default", "gpu"] });
      expect(idsOf(claimed)).toEqual(["a", "b"]);
      expect(await claim(engine, { workflows: [] })).toEqual([]);
      await startPending(store, { id: "d" });
      expect(idsOf(await claim(engine, { workflows: ["order", "order"] }))).toEqual(["d"]);
    });

    it("takes nothing from another namespace", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.engine("one"), await database.engine("two")];
      await startPending(one.store, { id: "x" });
      expect(await claim(two)).toEqual([]);
      expect(idsOf(await claim(one))).toEqual(["x"]);
    });

    it("gives a run to one of two workers", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.engine(), await database.engine()];
      for (let i = 0; i < 6; i++) await startPending(one.store);
      const [first, second] = await Promise.all([claim(one, { limit: 4 }), claim(two, { limit: 4 })]);
      expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(6);
    });
  });
  describe("claim by time", () => byTime(make));
  describe("claim of suspects", () => suspects(make));
}

function byTime(make: MakeProvider): void {
  it("leaves a delayed run until its time, and says when that is", async () => {
    const engine = await newDatabase(make).engine();
    await startPending(engine.store, { id: "x", availableAt: t0 + 100 });
    expect(await claimResult(engine, {}, t0 + 99)).toMatchObject({ claimed: [], nextDueAt: t0 + 100 });
    const result = await claimResult(engine, {}, t0 + 100);
    expect(idsOf(result.claimed)).toEqual(["x"]);
    expect(result.nextDueAt).toBeUndefined();
  });

  it("wakes and claims a run whose timer is due", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 10, why: "sleeps" });
    expect(await claimResult(engine)).toMatchObject({ claimed: [], nextDueAt: t0 + 10 });
    const woken = only(await claim(engine, {}, t0 + 12)).row;
    expect(woken).toMatchObject({ status: "running", claim: 2, wakeAt: undefined, why: undefined });
  });

  it("nextDueAt is the earliest of what this worker could claim, asked with any limit", async () => {
    const engine = await newDatabase(make).engine();
    await startPending(engine.store, { workflow: "foreign", availableAt: t0 + 1 });
    await startPending(engine.store, { availableAt: t0 + 30 });
    await startPending(engine.store, { availableAt: t0 + 20, queue: "other" });
    const queues = ["default", "other"];
    expect(await claimResult(engine, { queues })).toMatchObject({ nextDueAt: t0 + 20 });
    expect(await claimResult(engine, { queues, limit: 0 }, t0 + 25)).toMatchObject({ claimed: [], nextDueAt: t0 + 30 });
    expect((await engine.store.commit({ ...batchWithoutClaim(engine) })).nextDueAt).toBeUndefined();
  });

  it("lets priority decide also when more came due than are wanted", async () => {
    const engine = await newDatabase(make).engine();
    for (let i = 0; i < 5; i++) await startPending(engine.store, { id: `low-${i}`, availableAt: t0 + i + 1 });
    await startPending(engine.store, { id: "urgent", availableAt: t0 + 50, priority: 1 });
    await startPending(engine.store, { id: "later", availableAt: t0 + 90 });
    const first = await claimResult(engine, { limit: 2 }, t0 + 60);
    expect(idsOf(first.claimed)).toEqual(["urgent", "low-0"]);
    expect(first.nextDueAt).toBe(t0 + 90);
    expect(idsOf(await claim(engine, {}, t0 + 60))).toEqual(["low-1", "low-2", "low-3", "low-4"]);
  });

  it("takes the oldest when more came due than are wanted and none has a priority, and the rest next", async () => {
    const engine = await newDatabase(make).engine();
    for (let i = 0; i < 5; i++) {
      const run = await startRunning(engine, { id: `timer-${i}` });
      await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 10 - i, why: "sleeps" });
    }
    await startPending(engine.store, { id: "ready", availableAt: t0 + 8 });
    const first = await claimResult(engine, { limit: 3 }, t0 + 60);
    expect(idsOf(first.claimed)).toEqual(["timer-4", "timer-3", "timer-2"]);
    expect(first.claimed.map(({ row }) => row.status)).toEqual(["running", "running", "running"]);
    expect(await engine.store.peek(wantsAny, t0 + 60)).toMatchObject({ now: true });
    expect(idsOf(await claim(engine, { limit: 3 }, t0 + 60))).toEqual(["ready", "timer-1", "timer-0"]);
  });
}

function batchWithoutClaim({ worker }: Engine) {
  return { id: "without-claim", worker, at: t0, starts: [], sends: [], writes: [], claim: undefined };
}
