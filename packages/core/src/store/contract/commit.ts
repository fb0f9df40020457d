import { describe, expect, it } from "vitest";
import {
  change,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  newLine,
  newStart,
  reread,
  startRunning,
  t0,
  write,
  writeOf,
} from "./bench.ts";

export function commitContract(make: MakeProvider): void {
  describe("commit", () => {
    it("keeps entries as they were given, in order", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const entries = [
        newEntry(1, { value: '"\\u0000 🙂 ä"' }),
        newEntry(2, { kind: "timer", value: undefined, attempt: 0 }),
        newEntry(3, { kind: "cancel", op: "", value: "" }),
      ];
      await write(engine, run, { entries: entries.slice(0, 1) });
      await write(engine, run, { entries: entries.slice(1) });
      expect(await engine.store.journal(run.key, 0, 10)).toEqual(entries);
      expect(await engine.store.journal(run.key, 1, 1)).toEqual(entries.slice(1, 2));
    });

    it("applies all that a batch holds for many runs", async () => {
      const engine = await newDatabase(make).engine();
      const runs = [await startRunning(engine), await startRunning(engine)];
      const writes = runs.map((run) => writeOf(run, { entries: [newEntry(1)], data: [["k", `"${run.id}"`]] }));
      const result = await engine.store.commit(newBatch(engine.worker, { writes, starts: [newStart()] }));
      expect(result).toMatchObject({ lost: [], claimed: [], nextDueAt: undefined });
      for (const run of runs) {
        expect(await engine.store.data(run.key, "k")).toBe(`"${run.id}"`);
        expect(await engine.store.journal(run.key, 0, 9)).toHaveLength(1);
      }
    });

    it("S1, S5: a gap in the positions applies nothing of the batch", async () => {
      const engine = await newDatabase(make).engine();
      const [good, bad] = [await startRunning(engine), await startRunning(engine)];
      const writes = [writeOf(good, { entries: [newEntry(1)], title: "t" }), writeOf(bad, { entries: [newEntry(2)] })];
      const batch = newBatch(engine.worker, { starts: [newStart({ id: "never" })], writes });
      await expect(engine.store.commit(batch)).rejects.toMatchObject({ code: "broken-invariant" });
      expect(await engine.store.find("never")).toBeUndefined();
      expect(await engine.store.journal(good.key, 0, 9)).toEqual([]);
      expect((await reread(engine.store, good)).title).toBeUndefined();
      // The store goes on as if it had not been asked.
      expect(await write(engine, good, { entries: [newEntry(1)] })).toMatchObject({ lost: [] });
    });

    it("S5: a position is never written twice", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, { entries: [newEntry(1)] });
      const twice = write(engine, run, { entries: [newEntry(1, { value: "2" })] });
      await expect(twice).rejects.toMatchObject({ code: "broken-invariant" });
      expect(await engine.store.journal(run.key, 0, 9)).toEqual([newEntry(1)]);
    });

    it("keeps the last value of a key, the title, and merges attributes", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const attributes = { region: "eu", total: 1.5, paid: false };
      await write(engine, run, { data: [["k", "1"]], title: "first", attributes });
      await write(engine, run, {
        data: [
          ["k", "2"],
          ["k", "3"],
        ],
        title: "second",
        attributes: { paid: true },
      });
      expect(await engine.store.data(run.key, "k")).toBe("3");
      expect(await engine.store.data(run.key, "other")).toBeUndefined();
      const expected = { title: "second", attributes: { region: "eu", total: 1.5, paid: true } };
      expect(await reread(engine.store, run)).toMatchObject(expected);
    });

    it("takes own keys such as __proto__ for data", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const attributes = JSON.parse('{"__proto__":"a","constructor":1}');
      await write(engine, run, { attributes, data: [["__proto__", "1"]] });
      const read = await reread(engine.store, run);
      expect(Object.entries(read.attributes)).toEqual([
        ["__proto__", "a"],
        ["constructor", 1],
      ]);
      expect(await engine.store.data(run.key, "__proto__")).toBe("1");
    });

    it("ends a run together with its last entries and lines", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const end = { event: "complete" as const, output: "7" };
      await write(engine, run, { entries: [newEntry(1)], logs: [newLine(1)], change: end }, t0 + 5);
      expect(await reread(engine.store, run)).toMatchObject({ status: "completed", output: "7", endedAt: t0 + 5 });
      expect(await engine.store.logs(run.key, 0, 9)).toHaveLength(1);
      // Afterwards nothing can be written any more.
      expect(await change(engine, run, end)).toMatchObject({ lost: [run.key] });
    });
  });
}
