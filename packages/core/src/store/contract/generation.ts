import { describe, expect, it } from "vitest";
import type { RunRow } from "../port.ts";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  only,
  reread,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";
import { complete, sharing } from "./sharing-bench.ts";

const seed = "f".repeat(32);

export function generationContract(make: MakeProvider): void {
  describe("nextGeneration", () => {
    it("begins the next one with the entries given, and leaves the old as it is", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const big = JSON.stringify("x".repeat(5_000));
      const run = await startRunning(engine, { input: big, tags: ["eu"], priority: 3, timeoutMs: 50 });
      const entries = [newEntry(1), newEntry(2)];
      const set = { data: [["k", "1"] as const], title: "t", attributes: { a: 1 } };
      await write(engine, run, { entries, ...set, change: { event: "fail", error: '"e"', why: "w" } });
      const old = await reread(store, run);
      const next = await store.nextGeneration(run.key, { entries: entries.slice(0, 1), seed }, t0 + 9);
      expect(next).toMatchObject({ id: run.id, generation: 2, status: "pending", claim: 0, seed, createdAt: t0 + 9 });
      expect(next).toMatchObject({ input: big, tags: ["eu"], priority: 3, timeoutMs: 50, error: undefined });
      expect(next).toMatchObject({ title: "t", attributes: { a: 1 }, startedAt: undefined, endedAt: undefined });
      expect(await store.data(next.key, "k")).toBe("1");
      expect(await store.find(run.id)).toEqual(next);
      expect(await store.find(run.id, 1)).toEqual(old);
      expect(await store.journal(run.key, 0, 9)).toEqual(entries);
      expect(only(await claim(engine, {}, t0 + 9))).toMatchObject({ row: { key: next.key }, entries: [newEntry(1)] });
    });

    it("from the start keeps nothing of what the code had set", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const set = { data: [["k", "1"] as const], title: "t", attributes: { a: 1 } };
      await write(engine, run, { ...set, change: { event: "cancel", error: '"e"', why: "w" } });
      const next = await store.nextGeneration(run.key, { entries: [], seed, fromStart: true }, t0);
      expect(next).toMatchObject({ title: undefined, attributes: {} });
      expect(await store.data(next.key, "k")).toBeUndefined();
      expect((await store.list({ attribute: { name: "a", value: 1 } }, { limit: 9 })).items).toEqual([]);
    });

    it("with nothing but that it was retried begins with what the code had set", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const set = { data: [["k", "1"] as const], title: "t", attributes: { a: 1 } };
      await write(engine, run, { ...set, change: { event: "cancel", error: '"e"', why: "w" } });
      const entries = [newEntry(1, { kind: "retry", op: "" })];
      const next = await store.nextGeneration(run.key, { entries, seed }, t0);
      expect(next).toMatchObject({ title: "t", attributes: { a: 1 }, clockAt: run.startedAt });
      expect(await store.data(next.key, "k")).toBe("1");
    });

    it("of one that was to begin later and never has still does; of one that has, begins at once", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const cancelled = async (run: RunRow, at: number) => {
        await store.control(run.key, { kind: "cancel", reason: "" }, at);
        return run.key;
      };
      const first = await cancelled(await startPending(store, { availableAt: t0 + 50 }), t0 + 1);
      const second = await store.nextGeneration(first, { entries: [], seed }, t0 + 41);
      expect(second).toMatchObject({ status: "pending", availableAt: t0 + 50, createdAt: t0 + 41 });
      expect((await store.wakeUps(second.key)).dueAt).toBe(t0 + 50);
      const third = await store.nextGeneration(await cancelled(second, t0 + 42), { entries: [], seed }, t0 + 60);
      expect(third).toMatchObject({ availableAt: t0 + 60 });
      expect(only(await claim(engine, {}, t0 + 60)).row.key).toBe(third.key);
      const late = await startPending(store, { availableAt: t0 + 90 });
      const { row } = only(await claim(engine, {}, t0 + 90));
      await change(engine, row, { event: "fail", error: '"e"', why: "w" }, t0 + 90);
      // By a clock that was set back since.
      const next = await store.nextGeneration(late.key, { entries: [], seed }, t0 + 80);
      expect(next).toMatchObject({ availableAt: t0 + 80 });
    });

    it("is not later for a clock that was set back, and waits no longer than it was to", async () => {
      const { store } = await newDatabase(make).engine();
      for (const [id, delay] of [
        ["at once", 0],
        ["delayed", 50],
      ] as const) {
        const run = await startPending(store, { id, availableAt: t0 + delay });
        await store.control(run.key, { kind: "cancel", reason: "" }, t0 + 1);
        const next = await store.nextGeneration(run.key, { entries: [], seed }, t0 - 1000);
        expect(next).toMatchObject({ availableAt: t0 - 1000 + delay });
      }
    });

    it("of one that shares a place and was to begin later takes its turn when it comes due", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const one = await startRunning(engine, { id: "one", ...sharing() });
      const delayed = await startPending(store, { id: "delayed", availableAt: t0 + 5, ...sharing() });
      await store.control(delayed.key, { kind: "cancel", reason: "" }, t0 + 1);
      await store.nextGeneration(delayed.key, { entries: [], seed: delayed.seed }, t0 + 2);
      await complete(engine, one, t0 + 3);
      expect(await claim(engine, {}, t0 + 4)).toEqual([]);
      await startPending(store, { id: "later", availableAt: t0 + 6, ...sharing() });
      for (const id of ["delayed", "later"]) {
        const { row } = only(await claim(engine, { limit: 9 }, t0 + 7));
        expect(row.id).toBe(id);
        await complete(engine, row, t0 + 7);
      }
    });

    it("takes a decision about a step although the one before has taken one", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const act = { to: run.id, name: "step~s~1", payload: "1", dedup: "act" };
      const decide = async () => only((await store.commit(newBatch(undefined, { sends: [act] }))).sends);
      await decide();
      const { position } = only(await store.inbox(run.key));
      const change = { event: "fail", error: '"e"', why: "w" } as const;
      await write(engine, run, { entries: [newEntry(1)], consumed: [position], change });
      const next = await store.nextGeneration(run.key, { entries: [], seed }, t0);
      expect(await decide()).toMatchObject({ run: next.key, repeated: false });
    });

    it("is begun for a run only while that is executed by who asks, under its claim", async () => {
      const database = newDatabase(make);
      const [zombie, other] = [await database.engine(), await database.engine()];
      const [parent, child] = [await startRunning(zombie), await startRunning(other)];
      await change(other, child, { event: "fail", error: '"e"', why: "w" });
      await other.store.reap([{ key: zombie.worker }], t0);
      const again = only(await claim(other)).row;
      const retry = ({ store, worker }: Engine, { key: run, claim }: RunRow) =>
        store.nextGeneration(child.key, { entries: [], seed, by: { worker, run, claim } }, t0);
      await expect(retry(zombie, parent)).rejects.toMatchObject({ code: "worker-fenced" });
      await expect(retry(other, parent)).rejects.toMatchObject({ code: "worker-fenced" });
      expect(await retry(other, again)).toMatchObject({ id: child.id, generation: 2 });
    });

    it("is waited for by the operation of the run that asks, from the beginning", async () => {
      const engine = await newDatabase(make).engine();
      const { store, worker } = engine;
      const [parent, child] = [await startRunning(engine), await startRunning(engine)];
      await change(engine, child, { event: "fail", error: '"e"', why: "w" });
      const by = { worker, run: parent.key, claim: parent.claim, op: "call~c" };
      const next = await store.nextGeneration(child.key, { entries: [], seed, by }, t0);
      expect((await store.wakeUps(parent.key)).awaits).toEqual([{ op: "call~c", run: next.key }]);
    });

    it("is refused while the run is unfinished, and for a generation that has a successor", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const begin = { entries: [], seed };
      const early = engine.store.nextGeneration(run.key, begin, t0);
      await expect(early).rejects.toMatchObject({ code: "illegal-transition", facts: { from: "running" } });
      await change(engine, run, { event: "time_out", error: '"e"', why: "w" });
      await engine.store.nextGeneration(run.key, begin, t0);
      const twice = engine.store.nextGeneration(run.key, begin, t0);
      await expect(twice).rejects.toMatchObject({ code: "already-begun-anew", facts: { id: run.id, generation: 2 } });
      expect(await engine.store.find(run.id)).toMatchObject({ generation: 2 });
    });

    it("lists show the newest generation only", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine, { tags: ["eu"] });
      const end = { event: "fail" as const, error: '"e"', why: "w" };
      await write(engine, run, { entries: [newEntry(1)], attributes: { a: 1 }, change: end });
      const next = await store.nextGeneration(run.key, { entries: [newEntry(1)], seed }, t0);
      const attribute = { name: "a", value: 1 };
      for (const filter of [{}, { tag: "eu" }, { workflow: "order" }, { attribute }]) {
        expect((await store.list(filter, { limit: 9 })).items.map((row) => row.key)).toEqual([next.key]);
      }
      expect(await store.count({ status: ["failed"] }, 9)).toBe(0);
    });
  });
}
