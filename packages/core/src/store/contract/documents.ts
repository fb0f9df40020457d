import { describe, expect, it } from "vitest";
import { type MakeProvider, newDatabase, t0 } from "./bench.ts";

const body = '"äß \\u0000 ~{}"';

export function documentsContract(make: MakeProvider): void {
  describe("documents", () => {
    it("are read back as they were put, by every connection, and replaced", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.open(), await database.open()];
      const document = { kind: "var", name: "REGION", body, updatedAt: t0 };
      await one.putDocument(document);
      expect(await two.getDocument({ kind: "var", name: "REGION" })).toEqual(document);
      await two.putDocument({ ...document, body: "2", updatedAt: t0 + 1 });
      expect(await one.getDocument(document)).toEqual({ ...document, body: "2", updatedAt: t0 + 1 });
      expect(await one.getDocument({ kind: "var", name: "region" })).toBeUndefined();
    });

    it("of another kind or namespace are others", async () => {
      const database = newDatabase(make);
      const [here, there] = [await database.open(), await database.open("elsewhere")];
      await here.putDocument({ kind: "var", name: "A", body: "1", updatedAt: t0 });
      expect(await here.getDocument({ kind: "secret", name: "A" })).toBeUndefined();
      expect(await there.getDocument({ kind: "var", name: "A" })).toBeUndefined();
      expect(await there.removeDocument({ kind: "var", name: "A" })).toBe(false);
      expect(await there.listDocuments("var", { limit: 9, cursor: undefined })).toEqual([]);
    });

    it("are listed by name, without bodies, page by page", async () => {
      const store = await newDatabase(make).open();
      const names = ["Z", "a", "b", "ä", "\u{1f600}"];
      for (const name of [...names].reverse()) await store.putDocument({ kind: "var", name, body, updatedAt: t0 });
      await store.putDocument({ kind: "vars", name: "other", body, updatedAt: t0 });
      const all = names.map((name) => ({ kind: "var", name, updatedAt: t0 }));
      expect(await store.listDocuments("var", { limit: 9, cursor: undefined })).toEqual(all);
      expect(await store.listDocuments("var", { limit: 2, cursor: undefined })).toEqual(all.slice(0, 2));
      expect(await store.listDocuments("var", { limit: 2, cursor: "a" })).toEqual(all.slice(2, 4));
      expect(await store.listDocuments("var", { limit: 2, cursor: "ä" })).toEqual(all.slice(4));
    });

    it("go when they are removed, once", async () => {
      const store = await newDatabase(make).open();
      await store.putDocument({ kind: "var", name: "A", body, updatedAt: t0 });
      expect(await store.removeDocument({ kind: "var", name: "A" })).toBe(true);
      expect(await store.removeDocument({ kind: "var", name: "A" })).toBe(false);
      expect(await store.getDocument({ kind: "var", name: "A" })).toBeUndefined();
    });

    it("change together where what was read is still there, and else not at all", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.open(), await database.open()];
      const [a, b, c] = ["A", "B", "C"].map((name) => ({ kind: "var", name, body: '"1"', updatedAt: t0 }));
      if (a === undefined || b === undefined || c === undefined) throw new Error("three were made");
      await one.putDocument(a);
      await one.putDocument(b);
      const change = { read: [a, { ...c, body: undefined }], put: [{ ...a, body: '"2"' }, c], remove: [b] };
      expect(await two.changeDocuments(change)).toBe(true);
      const names = async () =>
        (await one.listDocuments("var", { limit: 9, cursor: undefined })).map(({ name }) => name);
      expect([await names(), (await one.getDocument(a))?.body]).toEqual([["A", "C"], '"2"']);
      // What it went by has changed: another body, one that came, one that went.
      for (const read of [[a], [{ ...c, body: undefined }], [b]])
        expect(await one.changeDocuments({ read, put: [{ ...c, body: '"3"' }, b], remove: [a] })).toBe(false);
      expect([await names(), (await two.getDocument(c))?.body]).toEqual([["A", "C"], '"1"']);
    });

    it("may be large", async () => {
      const store = await newDatabase(make).open();
      const large = { kind: "text", name: "large", body: JSON.stringify("x".repeat(3 << 20)), updatedAt: t0 };
      await store.putDocument(large);
      expect(await store.getDocument(large)).toEqual(large);
    });
  });
}
