import { describe, expect, it } from "vitest";
import {
  change,
  claim,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  newStart,
  only,
  reread,
  startRunning,
  t0,
  wantsAny,
  write,
  writeOf,
} from "./bench.ts";

export function fenceContract(make: MakeProvider): void {
  describe("fencing", () => {
    it("S2: a worker that was declared dead changes nothing", async () => {
      const database = newDatabase(make);
      const [zombie, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(zombie);
      await other.store.reap([{ key: zombie.worker }], t0);
      const batch = newBatch(zombie.worker, {
        starts: [newStart({ id: "never" })],
        writes: [writeOf(run, { entries: [newEntry(1)] })],
        claim: wantsAny,
      });
      await expect(zombie.store.commit(batch)).rejects.toMatchObject({ code: "worker-fenced" });
      expect(await other.store.find("never")).toBeUndefined();
      expect(await other.store.journal(run.key, 0, 9)).toEqual([]);
      expect(await reread(other.store, run)).toMatchObject({ status: "pending" });
    });

    it("S2: a worker that left, or never was, is fenced too", async () => {
      const { store, worker } = await newDatabase(make).engine();
      await store.deregister(worker, t0);
      await expect(store.commit(newBatch(worker))).rejects.toMatchObject({ code: "worker-fenced" });
    });

    it("S3: a run taken over by another worker is lost, its neighbours are written", async () => {
      const database = newDatabase(make);
      const [first, second] = [await database.engine(), await database.engine()];
      const [kept, taken] = [await startRunning(first), await startRunning(first)];
      await change(first, taken, { event: "release" });
      expect(only(await claim(second)).row).toMatchObject({ id: taken.id, claim: 2, owner: second.worker });
      const parts = { entries: [newEntry(1)], title: "t", data: [["k", "1"] as const], attributes: { a: 1 } };
      const writes = [writeOf(taken, parts), writeOf(kept, parts)];
      const result = await first.store.commit(newBatch(first.worker, { writes }));
      expect(result.lost).toEqual([taken.key]);
      expect(await first.store.journal(taken.key, 0, 9)).toEqual([]);
      expect(await reread(first.store, taken)).toMatchObject({ title: undefined, attributes: {} });
      expect(await first.store.data(taken.key, "k")).toBeUndefined();
      expect(await first.store.journal(kept.key, 0, 9)).toHaveLength(1);
    });

    it("S3: a kill from elsewhere stands, also when another batch passed in between", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const [killed, busy] = [await startRunning(owner), await startRunning(owner)];
      await other.store.control(killed.key, { kind: "kill", reason: "" }, t0);
      // This batch notices that somebody has written, but does not write the killed run.
      expect(await write(owner, busy, { entries: [newEntry(1)] })).toMatchObject({ lost: [] });
      expect(await write(owner, killed, { entries: [newEntry(1)] })).toMatchObject({ lost: [killed.key] });
      expect(await owner.store.journal(killed.key, 0, 9)).toEqual([]);
    });

    it("S3: a kill by the engine's own store stands too", async () => {
      const engine = await newDatabase(make).engine();
      const [killed, busy] = [await startRunning(engine), await startRunning(engine)];
      await engine.store.control(killed.key, { kind: "kill", reason: "" }, t0);
      await write(engine, busy, { entries: [newEntry(1)] });
      const end = { event: "complete" as const, output: "1" };
      expect(await change(engine, killed, end)).toMatchObject({ lost: [killed.key] });
      expect(await reread(engine.store, killed)).toMatchObject({ status: "cancelled", output: undefined });
    });

    it("S3: an old claim of the same worker is not good any more", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "release" });
      const again = only(await claim(engine)).row;
      expect(again.claim).toBe(2);
      expect(await write(engine, run, { entries: [newEntry(1)] })).toMatchObject({ lost: [run.key] });
      expect(await write(engine, again, { entries: [newEntry(1)] })).toMatchObject({ lost: [] });
    });

    it("a batch goes on from the journal as it is after another connection has written", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(engine);
      await write(engine, run, { entries: [newEntry(1)] });
      await startRunning(other);
      expect(await write(engine, run, { entries: [newEntry(2)] })).toMatchObject({ lost: [] });
      expect(await engine.store.journal(run.key, 0, 9)).toHaveLength(2);
    });

    it("an engine without a worker can start runs and nothing else", async () => {
      const store = await newDatabase(make).open();
      const starts = [newStart({ claimNow: true })];
      await expect(store.commit(newBatch(undefined, { starts }))).rejects.toMatchObject({ code: "broken-invariant" });
      const claiming = store.commit(newBatch(undefined, { claim: wantsAny }));
      await expect(claiming).rejects.toMatchObject({ code: "broken-invariant" });
    });
  });
}
