import { describe, expect, it } from "vitest";
import type { CacheTake, RunRow, Store } from "../port.ts";
import { change, claim, type MakeProvider, newDatabase, newEntry, startRunning, t0, write } from "./bench.ts";

const place = { name: "load", key: "7" } as const;
const free = { found: "taken" } as const;
/** In the past of every clock: gone with the next clearing. */
const soon = t0 + 1_000;
/** Expired whatever clock is asked. */
const longAgo = 1;

function take(store: Store, { key: run, claim }: RunRow, parts: Partial<CacheTake> = {}) {
  return store.cacheTake({ ...place, run, claim, op: "load", at: t0, ...parts });
}

function kept(text: string | undefined, until?: number) {
  return { entries: [newEntry(1)], cache: [{ ...place, op: "load", kept: { text, until } }] };
}

export function cacheContract(make: MakeProvider): void {
  describe("cacheTake", () => {
    it("one computes a value, and others find it, in one namespace, under its name and key", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const [one, two] = [await startRunning(engine), await startRunning(other)];
      expect(await take(engine.store, one)).toEqual(free);
      expect(await take(other.store, two)).toEqual({ found: "busy", holder: one.key, id: one.id });
      expect(await take(other.store, two, { key: "8" })).toEqual(free);
      expect(await take(other.store, two, { name: "other" })).toEqual(free);
      expect(await take(engine.store, one, { op: "load~2" })).toEqual({ found: "busy", holder: one.key, id: one.id });
      expect(await take(engine.store, one), "who holds it may ask again").toEqual(free);
      await write(engine, one, kept('"seven"'));
      expect(await take(other.store, two)).toEqual({ found: "value", text: '"seven"' });
      const elsewhere = await database.engine("elsewhere");
      expect(await take(elsewhere.store, await startRunning(elsewhere))).toEqual(free);
    });

    it("keeps a value of nothing, too", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, kept(undefined));
      expect(await take(engine.store, run)).toEqual({ found: "value", text: undefined });
    });

    it("is free again once its holder says so, and nobody else can", async () => {
      const engine = await newDatabase(make).engine();
      const [one, two] = [await startRunning(engine), await startRunning(engine)];
      await take(engine.store, one);
      const letGo = { cache: [{ ...place, op: "load", kept: undefined }] };
      await write(engine, two, letGo);
      expect(await take(engine.store, two)).toEqual({ found: "busy", holder: one.key, id: one.id });
      await write(engine, one, letGo);
      expect(await take(engine.store, two)).toEqual(free);
    });

    it("is free when its holder does not run any more under that claim: ended, parked, of a dead worker", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const runs = [await startRunning(engine), await startRunning(engine), await startRunning(engine)];
      const asker = await startRunning(other);
      for (const [index, run] of runs.entries()) {
        expect(await take(engine.store, run, { key: `${index}` })).toEqual(free);
        expect((await take(other.store, asker, { key: `${index}` })).found).toBe("busy");
      }
      const [ended, parked, orphan] = runs as [RunRow, RunRow, RunRow];
      await change(engine, ended, { event: "complete", output: "1" });
      await change(engine, parked, { event: "park", wakeAt: t0, why: "", seen: 0 });
      await other.store.reap([{ key: engine.worker }], t0);
      const again = await claim(other, { ids: [orphan.id] });
      expect(again.map(({ row }) => row.key)).toEqual([orphan.key]);
      for (const index of runs.keys()) expect(await take(other.store, asker, { key: `${index}` })).toEqual(free);
    });

    it("is not given to who was taken for dead and is not: the next claim of its run may be computing it", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const stale = await startRunning(engine);
      await other.store.reap([{ key: engine.worker }], t0);
      const [again] = await claim(other, { ids: [stale.id] });
      const busy = { found: "busy", holder: stale.key, id: stale.id };
      expect(await take(engine.store, stale), "before it").toEqual(busy);
      expect(await take(other.store, again?.row as RunRow)).toEqual(free);
      expect(await take(engine.store, stale), "after it").toEqual(busy);
      const asker = await startRunning(other);
      expect(await take(other.store, asker), "who holds it, holds it").toEqual(busy);
      expect((await take(engine.store, stale, { key: "8", op: "", whole: true })).found).toBe("busy");
    });

    it("is computed by a run as a whole for as long as that is not finished, nor left to a person", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const [run, asker] = [await startRunning(engine), await startRunning(other)];
      const whole = { op: "", whole: true };
      const busy = { found: "busy", holder: run.key, id: run.id };
      expect(await take(engine.store, run, whole)).toEqual(free);
      await change(engine, run, { event: "park", wakeAt: t0, why: "", seen: 0 });
      expect(await take(other.store, asker, whole)).toEqual(busy);
      await claim(other, { ids: [run.id] });
      expect(await take(other.store, asker, whole), "under another claim, by another worker").toEqual(busy);
      await other.store.control(run.key, { kind: "pause" }, t0);
      const held = (await other.store.get(run.key)) as RunRow;
      await change(other, held, { event: "pause" });
      expect(await take(other.store, asker, whole)).toEqual(free);
    });

    it("what has expired, or cannot be read, is not used", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, kept("1", soon));
      expect(await take(engine.store, run, { at: soon - 1 })).toEqual({ found: "value", text: "1" });
      expect(await take(engine.store, run, { at: soon - 1, unless: "2" })).toEqual({ found: "value", text: "1" });
      expect(await take(engine.store, run, { at: soon })).toEqual(free);
      expect(await take(engine.store, run, { op: "load~2" }), "the old value is gone").toMatchObject({ found: "busy" });
    });

    it("a value that one cannot read is computed anew", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, kept("1"));
      expect(await take(engine.store, run, { unless: "1" })).toEqual(free);
    });

    it("a write of a run that is not held any more keeps nothing", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const { lost } = await write(engine, { ...run, claim: run.claim + 1 }, kept("1"));
      expect(lost).toEqual([run.key]);
      expect(await take(engine.store, run)).toEqual(free);
    });

    it("remove deletes what has expired and what nobody computes any more, and nothing else", async () => {
      const engine = await newDatabase(make).engine();
      const [one, two] = [await startRunning(engine), await startRunning(engine)];
      await write(engine, one, kept("12345", longAgo));
      await write(engine, two, {
        cache: [{ name: "load", key: "for ever", op: "load", kept: { text: "1", until: undefined } }],
      });
      await take(engine.store, two, { key: "held" });
      expect(await engine.store.remove([])).toMatchObject({ bytes: 5, more: false });
      expect(await take(engine.store, one, { at: 0 }), "it is gone").toEqual(free);
      expect((await take(engine.store, one, { key: "for ever" })).found).toBe("value");
      expect((await take(engine.store, one, { key: "held" })).found).toBe("busy");
    });
  });
}
