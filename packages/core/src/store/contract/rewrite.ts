import { describe, expect, it } from "vitest";
import type { Store, TextKind } from "../port.ts";
import { change, type MakeProvider, newDatabase, newEntry, newLine, startRunning, write } from "./bench.ts";

export function rewriteContract(make: MakeProvider): void {
  describe("rewrite", () => {
    it("shows every text, with what it is, and puts others in their places", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const long = JSON.stringify("v".repeat(2_000_000));
      const run = await startRunning(engine, { id: "x", input: JSON.stringify("i".repeat(3_000)) });
      await write(engine, run, {
        entries: [
          newEntry(1),
          newEntry(2, { value: long }),
          newEntry(3, { kind: "kept" }),
          newEntry(4, { value: undefined }),
        ],
        data: [["k", '"datum"']],
        logs: [newLine(1)],
      });
      await change(engine, run, { event: "fail", error: '"e"', why: "because" });
      const seen = new Map<TextKind, number>();
      const marked = (text: string, kind: TextKind) => {
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        return kind === "value" ? `${text} ` : undefined;
      };
      expect(await all(store, marked)).toBeGreaterThanOrEqual(5);
      expect(seen.get("kept")).toBe(1);
      expect(seen.get("text")).toBe(1);
      expect(seen.get("sentence")).toBe(1);
      const row = await store.get(run.key);
      expect([row?.input.length, row?.error, row?.why]).toEqual([3_003, '"e" ', "because"]);
      expect((await store.journal(run.key, 0, 9)).map(({ value }) => value?.length)).toEqual([
        10,
        long.length + 1,
        9,
        undefined,
      ]);
      expect(await store.data(run.key, "k")).toBe('"datum" ');
      expect(await all(store, () => undefined)).toBe(0);
    });

    it("goes on from a cursor, and looks at one namespace", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine("other")];
      for (let n = 0; n < 3; n++) {
        const run = await startRunning(engine);
        await write(engine, run, { entries: [newEntry(1, { value: JSON.stringify("x".repeat(900_000)) })] });
      }
      const elsewhere = await startRunning(other, { input: '"elsewhere"' });
      let texts = 0;
      let calls = 0;
      let cursor: string | undefined;
      do {
        const done = await engine.store.rewrite({
          cursor,
          change: (text) => (texts++ < 1_000 ? `${text} ` : undefined),
        });
        cursor = done.next;
        calls++;
      } while (cursor !== undefined);
      expect([texts, calls > 1]).toEqual([6, true]);
      expect((await other.store.get(elsewhere.key))?.input).toBe('"elsewhere"');
    });
  });
}

async function all(store: Store, to: (text: string, kind: TextKind) => string | undefined): Promise<number> {
  let changed = 0;
  let cursor: string | undefined;
  do {
    const done = await store.rewrite({ cursor, change: to });
    changed += done.changed;
    cursor = done.next;
  } while (cursor !== undefined);
  return changed;
}
