import { describe, expect, it } from "vitest";
import type { RunRow, StartOutcome } from "../port.ts";
import {
  change,
  claim,
  type MakeProvider,
  madeOf,
  newBatch,
  newDatabase,
  newEntry,
  newStart,
  registerIn,
  startPending,
  startRunning,
  t0,
  wantsAny,
  write,
  writeOf,
} from "./bench.ts";

export function recoverContract(make: MakeProvider): void {
  describe("recover", () => {
    it("S6: gives the result of the batch that landed last", async () => {
      const engine = await newDatabase(make).engine();
      const { store, worker } = engine;
      await startPending(store, { id: "there" });
      await startPending(store, { availableAt: t0 + 70 });
      const lost = await startRunning(engine);
      await store.control(lost.key, { kind: "kill", reason: "" }, t0);
      const batch = newBatch(worker, {
        starts: [newStart({ claimNow: true }), newStart({ id: "there", input: "9" })],
        writes: [writeOf(lost, { entries: [newEntry(1)] })],
        claim: wantsAny,
      });
      const result = await store.commit(batch);
      expect(result).toMatchObject({ lost: [lost.key], nextDueAt: t0 + 70 });
      expect(result.claimed.map(({ row }) => row.id)).toEqual(["there"]);
      const recovered = await store.recover(batch);
      expect(recovered).toMatchObject({ lost: result.lost, claimed: result.claimed, nextDueAt: t0 + 70 });
      expect(recovered?.starts[0]).toEqual(result.starts[0]);
      // The row is the present one: the same batch claimed it.
      expect(recovered?.starts[1]).toMatchObject({ created: false, problem: "other-input", row: { id: "there" } });
    });

    it("S6: says of a plain batch that it landed", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const batch = newBatch(engine.worker, { writes: [writeOf(run, { entries: [newEntry(1)] })] });
      await engine.store.commit(batch);
      const landed = { starts: [], sends: [], delivered: [], lost: [], claimed: [], nextDueAt: undefined, woke: true };
      expect(await engine.store.recover(batch)).toEqual(landed);
    });

    it("S6: is undefined for one that did not land", async () => {
      const engine = await newDatabase(make).engine();
      const { store, worker } = engine;
      const batch = newBatch(worker, { starts: [newStart()] });
      expect(await store.recover(batch)).toBeUndefined();
      expect(await store.recover({ ...batch, worker: undefined })).toBeUndefined();
      await change(engine, await startRunning(engine), { event: "release" });
      expect(await store.recover(batch)).toBeUndefined();
    });

    it("S6: works for an engine without a worker, also after other batches", async () => {
      const store = await newDatabase(make).open();
      const batch = newBatch(undefined, { starts: [newStart()] });
      const result = await store.commit(batch);
      await startPending(store);
      expect(await store.recover(batch)).toEqual(result);
    });

    it("S6: also when the clock was put forward by hours since", async () => {
      const store = await newDatabase(make).open();
      const batch = newBatch(undefined, { starts: [newStart()] });
      const result = await store.commit(batch);
      await store.commit(newBatch(undefined, { at: t0 + 7_200_000, starts: [newStart()] }));
      expect(await store.recover(batch)).toEqual(result);
    });

    it("what was taken away since it was claimed is not given", async () => {
      const engine = await newDatabase(make).engine();
      const [killed, given] = [await startPending(engine.store), await startPending(engine.store)];
      const batch = newBatch(engine.worker, { claim: wantsAny });
      expect((await engine.store.commit(batch)).claimed).toHaveLength(2);
      await engine.store.control(killed.key, { kind: "kill", reason: "" }, t0);
      await engine.store.reap([{ key: engine.worker }], t0);
      const other = { store: engine.store, worker: await registerIn(engine.store) };
      const taken = await other.store.commit(newBatch(other.worker, { claim: wantsAny }));
      expect(taken.claimed.map(({ row }) => row.key)).toEqual([given.key]);
      expect((await engine.store.recover(batch))?.claimed).toEqual([]);
    });

    it("S6: what has ended since and was removed was started all the same, and nobody gets it to execute", async () => {
      const engine = await newDatabase(make).engine();
      const { store, worker } = engine;
      const taken = await startPending(store);
      const start = newStart({ id: "brief", claimNow: true, tags: ["t"] });
      const batch = newBatch(worker, { starts: [start, newStart({ id: "brief", input: "9" })], claim: wantsAny });
      const { starts } = await store.commit(batch);
      await store.reap([{ key: worker }], t0);
      const other = { store, worker: await registerIn(store) };
      for (const { row } of await claim(other)) await change(other, row, { event: "complete", output: "1" });
      await startPending(store);
      const brief = madeOf(starts[0] as StartOutcome);
      expect((await store.remove([brief.key, taken.key])).runs).toEqual([["completed", 2]]);
      const recovered = await store.recover(batch);
      expect(recovered?.claimed).toEqual([]);
      const row = { key: brief.key, id: "brief", workflow: "order", status: "pending", owner: undefined };
      expect(recovered?.starts).toMatchObject([
        { created: true, row },
        { created: false, row, problem: "other-input" },
      ]);
    });

    it("S6: an entry that the run's next claim has written says nothing of a batch that holds the same", async () => {
      const database = newDatabase(make);
      const [zombie, other] = [await database.engine(), await database.engine()];
      const [run, neighbour] = [await startRunning(zombie), await startRunning(zombie)];
      const timer = newEntry(1, { kind: "timer", op: "sleep~sleep", attempt: 0, value: undefined });
      const batch = newBatch(zombie.worker, {
        writes: [
          writeOf(run, { entries: [timer] }),
          writeOf(neighbour, { change: { event: "complete", output: "1" } }),
        ],
      });
      await other.store.reap([{ key: zombie.worker }], t0);
      const [again] = await claim(other, { ids: [run.id] });
      await write(other, again?.row as RunRow, { entries: [timer] });
      expect(await zombie.store.recover(batch)).toBeUndefined();
      await expect(zombie.store.commit(batch)).rejects.toMatchObject({ code: "worker-fenced" });
    });

    it("S6: says of a batch that it landed also when its entry was encrypted anew since", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(engine);
      const batch = newBatch(engine.worker, { writes: [writeOf(run, { entries: [newEntry(1)] })] });
      await engine.store.commit(batch);
      await other.store.rewrite({ change: () => '"another"', cursor: undefined });
      expect(await engine.store.recover(batch)).toMatchObject({ lost: [] });
    });

    it("claimed runs that came by recover can be written", async () => {
      const engine = await newDatabase(make).engine();
      await startPending(engine.store);
      const batch = newBatch(engine.worker, { claim: wantsAny });
      await engine.store.commit(batch);
      const recovered = await engine.store.recover(batch);
      const row = recovered?.claimed[0]?.row;
      expect(row).toMatchObject({ status: "running" });
      expect(row && (await write(engine, row, { entries: [newEntry(1)] }))).toMatchObject({ lost: [] });
    });
  });
}
