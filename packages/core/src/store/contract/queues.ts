import { describe, expect, it } from "vitest";
import type { StartRow, Store } from "../port.ts";
import {
  change,
  claim,
  claimResult,
  idsOf,
  type MakeProvider,
  newBatch,
  newDatabase,
  newStart,
  reread,
  startPending,
  startRunning,
  t0,
} from "./bench.ts";
import { complete, sharing } from "./sharing-bench.ts";

export function queuesContract(make: MakeProvider): void {
  describe("queues", () => queues(make));
  describe("expire", () => expiry(make));
  describe("hindrances", () => hindrances(make));
}

function queues(make: MakeProvider): void {
  it("nothing is claimed from a paused one, not even at the start", async () => {
    const database = newDatabase(make);
    const engine = await database.engine();
    const other = await database.open();
    await startPending(engine.store, { id: "one" });
    await other.setQueue("default", { paused: true, at: t0 });
    expect(await claim(engine)).toEqual([]);
    expect(await claim(engine, { ids: ["one"] })).toEqual([]);
    const request = { limit: 1, workflows: ["order"], queues: ["default"], build: "1", suspects: "any" } as const;
    expect(await engine.store.peek(request, t0)).toEqual({ now: false, nextDueAt: undefined });
    const two = await engine.store.commit(
      newBatch(engine.worker, { starts: [newStart({ id: "two", claimNow: true }), newStart({ queue: "q" })] }),
    );
    expect(two.starts.map(({ row }) => row?.status)).toEqual(["pending", "pending"]);
    expect(await engine.store.queues()).toMatchObject([
      { name: "default", pausedAt: t0, pending: 2, running: 0 },
      { name: "q", pausedAt: undefined, pending: 1 },
    ]);
    await other.setQueue("default", { paused: false, at: t0 });
    expect(idsOf(await claim(engine))).toEqual(["one", "two"]);
  });
}

function expiry(make: MakeProvider): void {
  const overdue = { expiresAt: t0 + 10 };

  it("ends what has not begun in time, whoever looks, and says when the next one is due", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startPending(engine.store, { workflow: "unserved", ...overdue });
    expect(await claimResult(engine, {}, t0 + 9)).toMatchObject({ nextDueAt: t0 + 10 });
    await claim(engine, {}, t0 + 10);
    const ended = { status: "cancelled", endedAt: t0 + 10, why: "expired: it had not begun within 10ms" };
    expect(await reread(engine.store, run)).toMatchObject(ended);
  });

  it("without a worker, too; one in line makes way", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const one = await startRunning(engine, sharing());
    const two = await startPending(store, { ...overdue, ...sharing() });
    await startPending(store, { id: "three", ...sharing() });
    expect(await store.expire(t0 + 9)).toBe(0);
    expect(await store.expire(t0 + 10)).toBe(1);
    expect(await store.expire(t0 + 10)).toBe(0);
    expect((await reread(store, two)).status).toBe("cancelled");
    await complete(engine, one, t0 + 11);
    expect(idsOf(await claim(engine, {}, t0 + 11))).toEqual(["three"]);
  });

  it("leaves alone what has begun or is paused", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine, overdue);
    await change(engine, run, { event: "release" });
    const paused = await startPending(engine.store, overdue);
    await engine.store.control(paused.key, { kind: "pause" }, t0);
    expect(await engine.store.expire(t0 + 99)).toBe(0);
    await engine.store.control(paused.key, { kind: "resume" }, t0 + 99);
    expect(await engine.store.expire(t0 + 99)).toBe(1);
  });
}

function hindrances(make: MakeProvider): void {
  async function of(store: Store, id: string, at = t0) {
    const row = (await store.find(id)) ?? expect.unreachable();
    return (await store.hindrances([row.key], at)).get(row.key);
  }

  it("name the place, its use and one who has it", async () => {
    const engine = await newDatabase(make).engine();
    await engine.store.setLimit("gpu", 2, t0);
    await startRunning(engine, { id: "one", ...gpu(2) });
    await startPending(engine.store, { id: "two", ...gpu() });
    const place = { kind: "place", place: "limit:gpu", units: 1, capacity: 2, used: 2, holder: "one" };
    expect(await of(engine.store, "two")).toEqual(place);
  });

  it("name the queue that is paused, the rate, and the lack of a worker", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await startPending(store, { id: "ready" });
    expect(await of(store, "ready")).toBeUndefined();
    await startPending(store, { id: "other", workflow: "x" });
    expect(await of(store, "other")).toEqual({ kind: "no-worker", workflow: "x", queue: "default" });
    // A worker that was silent for a lease is none.
    expect(await of(store, "ready", t0 + 30_000)).toMatchObject({ kind: "no-worker", workflow: "order" });
    const rate = sharing({ place: "rate:order", periodMs: 1_000 });
    await startRunning(engine, rate);
    await startPending(store, { id: "rated", ...rate });
    expect(await of(store, "rated")).toEqual({ kind: "rate", place: "rate:order", freeAt: t0 + 1_000 });
    await store.setQueue("default", { paused: true, at: t0 });
    expect(await of(store, "ready")).toEqual({ kind: "queue-paused", queue: "default" });
  });
}

function gpu(units = 1, place = "limit:gpu"): Partial<StartRow> {
  return sharing({ place, limit: "gpu", capacity: undefined, units });
}
