import { describe, expect, it } from "vitest";
import type { RunKey } from "../port.ts";
import { type MakeProvider, newDatabase, newEntry, startPending, startRunning, write } from "./bench.ts";

export function readContract(make: MakeProvider): void {
  describe("reading", () => {
    it("finds by id and by key, in its own namespace only", async () => {
      const database = newDatabase(make);
      const [store, other] = [await database.open(), await database.open("other")];
      const run = await startPending(store, { id: "x" });
      expect(await store.find("x")).toEqual(run);
      expect(await store.find("x", 1)).toEqual(run);
      expect(await store.get(run.key)).toEqual(run);
      expect(await other.find("x")).toBeUndefined();
      expect(await other.get(run.key)).toBeUndefined();
      expect(await store.get(999_999 as RunKey)).toBeUndefined();
    });

    it("pages through a journal", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const entries = Array.from({ length: 25 }, (_, i) => newEntry(i + 1));
      await write(engine, run, { entries });
      const pages = [];
      for (let after = 0; ; ) {
        const page = await engine.store.journal(run.key, after, 10);
        if (page.length === 0) break;
        pages.push(...page);
        after = page.at(-1)?.seq ?? 0;
      }
      expect(pages).toEqual(entries);
    });

    it("after close every call is refused, and closing twice is harmless", async () => {
      const store = await newDatabase(make).open();
      await store.close();
      await store.close();
      await expect(store.find("x")).rejects.toMatchObject({ code: "engine-closed" });
      await expect(startPending(store)).rejects.toMatchObject({ code: "engine-closed" });
    });

    it("another connection sees what was committed", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.open(), await database.open()];
      const run = await startPending(one);
      expect(await two.get(run.key)).toEqual(run);
      await one.close();
      expect(await two.get(run.key)).toEqual(run);
    });
  });
}
