import { describe, expect, it } from "vitest";
import type { Removed, RunKey, RunRow, Store } from "../port.ts";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  newDatabase,
  newEntry,
  newLine,
  only,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";
import { finished, finishedMany } from "./finished-runs.ts";

const complete = { event: "complete", output: "1" } as const;
const fail = { event: "fail", error: '"e"', why: "because" } as const;

/** Keys are never given twice, so the run that was made last always stays. */
function last(engine: Engine): Promise<RunRow> {
  return startPending(engine.store, { id: "last" });
}

/** Calls until nothing is left; how often, and what it did together. */
async function removeAll(store: Store, runs: readonly RunKey[]) {
  const calls: Removed[] = [];
  for (let rest = runs; ; ) {
    const removed = await store.remove(rest);
    calls.push(removed);
    if (removed.rest.length === 0 && !removed.more) break;
    rest = removed.rest;
  }
  const sum = (of: (removed: Removed) => number) => calls.reduce((total, removed) => total + of(removed), 0);
  const count = ({ runs: counted }: Removed) => counted.reduce((total, [, n]) => total + n, 0);
  return {
    calls: calls.length,
    runs: sum(count),
    entries: sum(({ entries }) => entries),
    logLines: sum(({ logLines }) => logLines),
    bytes: sum(({ bytes }) => bytes),
  };
}

export function removalContract(make: MakeProvider): void {
  describe("remove", () => {
    it("leaves nothing of a run, and says what it was", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const input = JSON.stringify("x".repeat(5_000));
      const run = await startRunning(engine, { id: "a", input, tags: ["t"] });
      const entries = [newEntry(1), newEntry(2)];
      const data = [["k", '"v"']] as const;
      const logs = [newLine(1), newLine(2), newLine(3)];
      await write(engine, run, { entries, data, logs, attributes: { n: 1 }, title: "title", change: complete });
      await last(engine);
      const removed = await removeAll(store, [run.key]);
      expect(removed).toMatchObject({ runs: 1, entries: 2, logLines: 3 });
      expect(removed.bytes).toBeGreaterThan(5_000);
      expect(await store.get(run.key)).toBeUndefined();
      expect(await store.find("a")).toBeUndefined();
      expect(await store.journal(run.key, 0, 9)).toEqual([]);
      expect(await store.logs(run.key, 0, 9)).toEqual([]);
      expect(await store.data(run.key, "k")).toBeUndefined();
      for (const filter of [{ tag: "t" }, { attribute: { name: "n", value: 1 } }, { text: "a" }])
        expect((await store.list(filter, { limit: 9 })).items.map(({ id }) => id)).not.toContain("a");
      // The id is free, and what begins under it has nothing of before.
      const again = await startRunning(engine, { id: "a" });
      expect(again).toMatchObject({ generation: 1, tags: [] });
      expect(again.key).toBeGreaterThan(run.key);
    });

    it("invariant 34: never removes a run that is not finished", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const running = await startRunning(engine);
      const waiting = await startRunning(engine);
      await change(engine, waiting, { event: "park", wakeAt: t0 + 9, why: "w", seen: 0 });
      const blocked = await startRunning(engine);
      await change(engine, blocked, { event: "block", error: "1", why: "w" });
      const pending = await startPending(store);
      const paused = await startPending(store);
      await store.control(paused.key, { kind: "pause" }, t0);
      await last(engine);
      const runs = [running, waiting, blocked, pending, paused].map(({ key }) => key);
      expect(await removeAll(store, runs)).toMatchObject({ runs: 0 });
      for (const run of runs) expect(await store.get(run)).toBeDefined();
    });

    it("invariant 34: leaves children that a retried parent asks for again, and those that a wrong clock has dated", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const parent = await startRunning(engine, { id: "p", createdAt: t0 + 50 });
      const child = await finished(engine, { id: "c", lineage: { parent: "p", root: "p", detached: false } });
      await last(engine);
      expect(await removeAll(store, [child.key])).toMatchObject({ runs: 0 });
      await write(engine, parent, { entries: [newEntry(1)], change: fail });
      const retried = await store.nextGeneration(parent.key, { entries: [newEntry(1)], seed: parent.seed }, t0 + 90);
      expect(await removeAll(store, [child.key])).toMatchObject({ runs: 0 });
      await store.control(retried.key, { kind: "kill", reason: "" }, t0 + 95);
      expect(await removeAll(store, [child.key])).toMatchObject({ runs: 1 });
    });

    it("takes what an earlier generation of its parent has started, of which the present one knows nothing", async () => {
      const engine = await newDatabase(make).engine();
      const parent = await startRunning(engine, { id: "p" });
      const child = await finished(engine, { id: "c", lineage: { parent: "p", root: "p", detached: false } });
      const again = { event: "continue", input: "1", seed: parent.seed, behaviours: "1" } as const;
      await change(engine, parent, again, t0 + 9);
      expect(await removeAll(engine.store, [child.key])).toMatchObject({ runs: 1 });
    });

    it("leaves the run that was made last, whose key must not be given again", async () => {
      const engine = await newDatabase(make).engine();
      const [before, newest] = [await finished(engine), await finished(engine)];
      expect(await removeAll(engine.store, [before.key, newest.key])).toMatchObject({ runs: 1 });
      expect(await engine.store.get(newest.key)).toBeDefined();
      const next = await finished(engine);
      expect(await removeAll(engine.store, [newest.key])).toMatchObject({ runs: 1 });
      expect(next.key).toBeGreaterThan(newest.key);
    });

    it("takes earlier generations with the newest, and alone only the earlier ones", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const first = await finished(engine, { id: "a" });
      const second = await startRunning(engine, { id: "a", onExisting: "restart" });
      await last(engine);
      await removeAll(store, [first.key]);
      expect(await store.find("a", 1)).toBeUndefined();
      expect(await store.find("a")).toMatchObject({ generation: 2, status: "running" });
      await change(engine, second, fail);
      const third = await startRunning(engine, { id: "a", onExisting: "restart" });
      await change(engine, third, complete);
      await finished(engine);
      expect(await removeAll(store, [third.key])).toMatchObject({ runs: 2 });
      expect(await store.get(second.key)).toBeUndefined();
      expect(await store.find("a")).toBeUndefined();
    });

    it("takes a bounded part at a time, of many runs and of a long journal; what is seen is whole", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const long = await startRunning(engine, { id: "long" });
      for (let seq = 1; seq <= 4_501; seq += 500) {
        const entries = Array.from({ length: 500 }, (_, i) => newEntry(seq + i));
        await write(engine, long, { entries });
      }
      await change(engine, long, complete);
      const many = await finishedMany(engine, 250);
      await last(engine);
      const first = await store.remove([long.key]);
      expect(first).toMatchObject({ runs: [["completed", 1]], entries: 2_000, more: true });
      // Its journal is there in part, and nobody can come to it.
      expect(await store.find("long")).toBeUndefined();
      expect(await removeAll(store, [])).toMatchObject({ entries: 3_000, calls: 2 });
      expect(await removeAll(store, many)).toMatchObject({ runs: 250, calls: 3 });
    });

    it("a run with very many earlier generations goes part by part, itself last", async () => {
      const engine = await newDatabase(make).engine();
      let newest = await finished(engine, { id: "loop" });
      for (let i = 0; i < 105; i++) {
        newest = await startRunning(engine, { id: "loop", onExisting: "restart" });
        await change(engine, newest, complete);
      }
      await last(engine);
      const first = await engine.store.remove([newest.key]);
      expect(first.rest).toEqual([newest.key]);
      expect(await engine.store.find("loop")).toMatchObject({ generation: 106 });
      expect(await removeAll(engine.store, first.rest)).toMatchObject({ runs: 6 });
    });

    it("is of one namespace, and does nothing for what is gone", async () => {
      const database = newDatabase(make);
      const [one, other] = [await database.engine("one"), await database.engine("other")];
      const run = await finished(one);
      await last(one);
      expect(await removeAll(other.store, [run.key])).toMatchObject({ runs: 0 });
      expect(await removeAll(one.store, [run.key, run.key])).toMatchObject({ runs: 1 });
      expect(await claim(one)).toHaveLength(1);
      expect(only((await one.store.list({}, { limit: 9 })).items).id).toBe("last");
    });
  });
}
