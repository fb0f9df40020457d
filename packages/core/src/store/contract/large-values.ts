import { describe, expect, it } from "vitest";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  madeOf,
  newBatch,
  newDatabase,
  newEntry,
  newStart,
  only,
  reread,
  startRunning,
  t0,
  write,
} from "./bench.ts";

/** Over 1 MiB, and different for each letter. */
const large = (letter: string): string => JSON.stringify(letter.repeat(1_500_000));

/** Values of many megabytes: a store may keep them elsewhere, and nobody must see it. */
export function largeValuesContract(make: MakeProvider): void {
  describe("large values", () => {
    it("are read back wherever they stand", async () => {
      const database = newDatabase(make);
      const engine = await database.engine();
      const start = newStart({ input: large("i"), claimNow: true });
      const batch = newBatch(engine.worker, { starts: [start] });
      const row = madeOf(only((await engine.store.commit(batch)).starts));
      expect(row.input).toBe(start.input);
      expect((await engine.store.recover(batch))?.starts).toMatchObject([{ row: { input: start.input } }]);
      const entry = { ...newEntry(1), value: large("e") };
      await write(engine, row, { entries: [entry], data: [["k", large("d")]] });
      await change(engine, row, { event: "complete", output: large("o") });
      for (const store of [engine.store, await database.open()]) {
        expect(await reread(store, row)).toMatchObject({ input: large("i"), output: large("o") });
        expect(await store.find(row.id)).toEqual(await reread(store, row));
        expect(await store.journal(row.key, 0, 10)).toEqual([entry]);
        expect(await store.data(row.key, "k")).toBe(large("d"));
        expect((await store.list({}, { limit: 10 })).items).toHaveLength(1);
      }
    });

    it("come with a claim, and with the error of a run", async () => {
      const engine = await newDatabase(make).engine();
      const start = newStart({ input: large("i") });
      const row = madeOf(only((await engine.store.commit(newBatch(undefined, { starts: [start] }))).starts));
      const claimed = only(await claim(engine));
      expect(claimed.row.input).toBe(large("i"));
      await write(engine, claimed.row, { entries: [{ ...newEntry(1), value: large("e") }] });
      await change(engine, claimed.row, { event: "release" });
      const again = only(await claim(engine));
      expect(again.entries).toMatchObject([{ value: large("e") }]);
      await change(engine, again.row, { event: "fail", error: large("x"), why: "w" });
      expect((await reread(engine.store, row)).error).toBe(large("x"));
    });

    it("are compared when an id is started again", async () => {
      const store = await newDatabase(make).open();
      const first = newStart({ input: large("i") });
      await store.commit(newBatch(undefined, { starts: [first] }));
      const starts = [first, { ...first, input: large("j") }];
      const { starts: outcomes } = await store.commit(newBatch(undefined, { starts }));
      expect(outcomes).toMatchObject([{ problem: undefined }, { problem: "other-input" }]);
    });

    it("go on to the next generation", async () => {
      const engine: Engine = await newDatabase(make).engine();
      const row = await startRunning(engine, { input: large("i") });
      const entries = [{ ...newEntry(1), value: large("e") }];
      await write(engine, row, { entries, data: [["k", large("d")]], change: { event: "fail", error: "1", why: "w" } });
      const kept = await engine.store.journal(row.key, 0, 10);
      const next = await engine.store.nextGeneration(row.key, { entries: kept, seed: row.seed }, t0);
      expect(next.input).toBe(large("i"));
      expect(await engine.store.journal(next.key, 0, 10)).toEqual(entries);
      expect(await engine.store.data(next.key, "k")).toBe(large("d"));
    });

    it("are removed with their run, and stay with others that hold the same", async () => {
      const engine: Engine = await newDatabase(make).engine();
      const [row, other] = [await startRunning(engine), await startRunning(engine)];
      const entries = [{ ...newEntry(1), value: large("e") }];
      for (const each of [row, other])
        await write(engine, each, { entries, change: { event: "complete", output: large("o") } });
      const { bytes } = await engine.store.remove([row.key]);
      expect(bytes).toBeLessThan(large("e").length);
      expect(await engine.store.journal(other.key, 0, 10)).toEqual(entries);
      await startRunning(engine);
      let removed = 0;
      for (let more = true; more; ) {
        const part = await engine.store.remove([other.key]);
        removed += part.bytes;
        ({ more } = part);
      }
      expect(removed).toBeGreaterThanOrEqual(2 * large("e").length);
    });
  });
}
