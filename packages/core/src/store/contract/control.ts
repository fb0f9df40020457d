import { describe, expect, it } from "vitest";
import type { RunRow, Store } from "../port.ts";
import {
  change,
  claim,
  type MakeProvider,
  newDatabase,
  newEntry,
  only,
  reread,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";

const cancel = (store: Store, run: RunRow, at = t0 + 1) => store.control(run.key, { kind: "cancel", reason: "no" }, at);
const kill = (store: Store, run: RunRow, at = t0 + 1) => store.control(run.key, { kind: "kill", reason: "no" }, at);

export function controlContract(make: MakeProvider): void {
  describe("cancel", () => cancels(make));
  describe("kill", () => kills(make));
}

function cancels(make: MakeProvider): void {
  it("ends a run that was never claimed", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startPending(engine.store);
    const ended = { status: "cancelled", endedAt: t0 + 1, cancelReason: "no", cancelRequestedAt: t0 + 1 };
    expect(await cancel(engine.store, run)).toMatchObject({ ...ended, error: undefined });
    expect(await claim(engine)).toEqual([]);
  });

  it("leaves a run that has begun to its code: the request is recorded, and it can be claimed", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await change(engine, run, { event: "release" });
    expect(await cancel(engine.store, run)).toMatchObject({ status: "pending", cancelRequestedAt: t0 + 1 });
    expect(only(await claim(engine)).row).toMatchObject({ cancelReason: "no" });
  });

  it("wakes a waiting run", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await change(engine, run, { event: "park", seen: 0, wakeAt: undefined, why: "waits" });
    const woken = { status: "pending", wakeAt: undefined, why: undefined, cancelRequestedAt: t0 + 1 };
    expect(await cancel(engine.store, run)).toMatchObject(woken);
    expect(await claim(engine, {}, t0 + 1)).toHaveLength(1);
  });

  it("tells the owner of a running one", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    expect(await cancel(engine.store, run)).toMatchObject({ status: "running", claim: 1, cancelRequestedAt: t0 + 1 });
    expect(await engine.store.notices(engine.worker)).toMatchObject([{ run: run.key, kind: "cancel" }]);
    expect(await write(engine, run, { entries: [newEntry(1, { kind: "cancel", op: "" })] })).toMatchObject({
      lost: [],
    });
  });

  it("is only noted for a paused or blocked one", async () => {
    const engine = await newDatabase(make).engine();
    const [paused, blocked] = [await startRunning(engine), await startRunning(engine)];
    await engine.store.control(paused.key, { kind: "pause" }, t0);
    await change(engine, paused, { event: "pause" });
    await change(engine, blocked, { event: "block", error: "1", why: "w" });
    expect(await cancel(engine.store, paused)).toMatchObject({ status: "paused", cancelReason: "no" });
    expect(await cancel(engine.store, blocked)).toMatchObject({ status: "blocked", cancelReason: "no" });
  });

  it("keeps the first reason, and changes nothing of a finished run", async () => {
    const engine = await newDatabase(make).engine();
    const [run, done] = [await startRunning(engine), await startRunning(engine)];
    await cancel(engine.store, run);
    const again = await engine.store.control(run.key, { kind: "cancel", reason: "later" }, t0 + 9);
    expect(again).toMatchObject({ cancelReason: "no", cancelRequestedAt: t0 + 1 });
    await change(engine, done, { event: "complete", output: "1" });
    const before = await reread(engine.store, done);
    expect(await cancel(engine.store, done)).toEqual(before);
    expect(await kill(engine.store, done)).toEqual(before);
  });

  it("of a generation that a retry began lets its code end it", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await write(engine, run, { entries: [newEntry(1)], change: { event: "fail", error: "1", why: "w" } });
    const next = await engine.store.nextGeneration(run.key, { entries: [newEntry(1)], seed: run.seed }, t0);
    expect(await cancel(engine.store, next)).toMatchObject({ status: "pending", cancelRequestedAt: t0 + 1 });
  });

  it("of one that begins with nothing but that it was retried ends it", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await change(engine, run, { event: "fail", error: "1", why: "w" });
    const entries = [newEntry(1, { kind: "retry", op: "" })];
    const next = await engine.store.nextGeneration(run.key, { entries, seed: run.seed }, t0);
    expect(await cancel(engine.store, next)).toMatchObject({ status: "cancelled" });
  });

  it("of an unknown run is an error", async () => {
    const database = newDatabase(make);
    const [store, other] = [await database.open(), await database.open("other")];
    const run = await startPending(store);
    await expect(cancel(other, run)).rejects.toMatchObject({ code: "unknown-run" });
  });
}

function kills(make: MakeProvider): void {
  it("ends every unfinished run at once", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const [waiting, paused, blocked] = [
      await startRunning(engine),
      await startRunning(engine),
      await startRunning(engine),
    ];
    await change(engine, waiting, { event: "park", seen: 0, wakeAt: t0 + 5, why: "" });
    await engine.store.control(paused.key, { kind: "pause" }, t0);
    await change(engine, paused, { event: "pause" });
    await change(engine, blocked, { event: "block", error: "1", why: "w" });
    const delayed = await startPending(store, { availableAt: t0 + 5 });
    for (const run of [waiting, paused, blocked, await startPending(store), delayed]) {
      const ended = { status: "cancelled", endedAt: t0 + 1, claim: run.claim + 1, wakeAt: undefined, owner: undefined };
      expect(await kill(store, run)).toMatchObject(ended);
    }
    expect(await claim(engine, {}, t0 + 99)).toEqual([]);
  });

  it("says which runs ended with it, of a request or of the end of their parent", async () => {
    const engine = await newDatabase(make).engine();
    const parents = [await startRunning(engine), await startRunning(engine)] as const;
    const children: RunRow[] = [];
    for (const { id } of parents)
      children.push(await startPending(engine.store, { lineage: { parent: id, root: id, detached: false } }));
    const [one, two] = children.map(({ key }) => key);
    expect((await kill(engine.store, parents[0])).ended).toEqual([parents[0].key, one]);
    const result = await change(engine, parents[1], { event: "fail", error: '"x"', why: "x" });
    expect(result.ended).toEqual([two]);
  });

  it("takes a running one from its owner and tells it that alone", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const run = await startRunning(engine);
    await cancel(store, run);
    expect(await kill(store, run)).toMatchObject({ status: "cancelled", owner: undefined, claim: 2 });
    expect(await store.notices(engine.worker)).toMatchObject([{ run: run.key, kind: "kill" }]);
    expect(await change(engine, run, { event: "complete", output: "1" })).toMatchObject({ lost: [run.key] });
  });
}
