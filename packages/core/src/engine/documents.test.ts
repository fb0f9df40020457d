import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { encryption } from "../model/value/encryption.ts";
import { memory } from "../store/memory/memory.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile } from "../store/sqlite/test-files.ts";
import { openEngine } from "../testing/open-engine.ts";

const codec = encryption({ keys: { a: new Uint8Array(32).fill(1) }, current: "a" });
const region = { kind: "var", name: "REGION" };

it("keeps values of every kind, replaces and removes them", async () => {
  const engine = await openEngine({ store: memory() });
  const body = { at: new Date(5), list: [1n, undefined], text: "eu" };
  await engine.documents.put(region, body);
  expect(await engine.documents.get(region)).toEqual({ body, updatedAt: expect.any(Date) });
  await engine.documents.put(region, null);
  expect(await engine.documents.get(region)).toMatchObject({ body: null });
  expect(await engine.documents.remove(region)).toBe(true);
  expect(await engine.documents.remove(region)).toBe(false);
  expect(await engine.documents.get(region)).toBeUndefined();
});

it("lists names page by page, and says when there are no more", async () => {
  const engine = await openEngine({ store: memory() });
  for (const name of ["a", "b", "c"]) await engine.documents.put({ kind: "var", name }, name);
  const first = await engine.documents.list("var", { limit: 2 });
  expect(first).toMatchObject({ items: [{ name: "a" }, { name: "b" }], next: "b" });
  expect(await engine.documents.list("var", { limit: 2, cursor: "b" })).toMatchObject({
    items: [{ name: "c" }],
    next: undefined,
  });
  expect(await engine.documents.list("var", { limit: 3 })).toMatchObject({ next: undefined });
});

it("changes several as one, by what is there", async () => {
  const engine = await openEngine({ store: memory() });
  await engine.documents.put(region, "eu");
  const before = await engine.documents.change(async (documents) => {
    documents.put({ kind: "var", name: "OLD" }, "thrown away");
    documents.put(region, "us");
    documents.put({ kind: "var", name: "FORMER" }, (await documents.get(region))?.body);
    documents.remove({ kind: "var", name: "OLD" });
    expect((await engine.documents.get(region))?.body).toBe("eu");
    return (await documents.get(region))?.body;
  });
  expect(before).toBe("eu");
  expect((await engine.documents.list("var")).items.map(({ name }) => name)).toEqual(["FORMER", "REGION"]);
  expect((await engine.documents.get({ kind: "var", name: "FORMER" }))?.body).toBe("eu");
  const failing = engine.documents.change(async (documents) => {
    documents.remove(region);
    documents.put({ kind: "", name: "bad" }, 1);
  });
  await expect(failing).rejects.toMatchObject({ code: "invalid-name" });
  expect((await engine.documents.get(region))?.body).toBe("us");
});

it("changes by what is there when it is on disk: nothing of two engines at once is lost", async () => {
  const file = newFile();
  const open = () => openEngine({ store: sqlite(file), codec });
  const engines = [await open(), await open()];
  const counter = { kind: "var", name: "N" };
  let calls = 0;
  const count = (engine: (typeof engines)[number]) =>
    engine.documents.change(async (documents) => {
      calls++;
      const found = (await documents.get(counter))?.body;
      documents.put(counter, (typeof found === "number" ? found : 0) + 1);
    });
  await Promise.all(Array.from({ length: 40 }, (_, n) => count(engines[n % 2] as (typeof engines)[number])));
  expect((await engines[0]?.documents.get(counter))?.body).toBe(40);
  expect(calls).toBeGreaterThan(40);
});

it("is encrypted where the engine is, and refuses what must be where it is not", async () => {
  const file = newFile();
  const engine = await openEngine({ store: sqlite(file), codec });
  await engine.documents.put({ kind: "secret", name: "TOKEN" }, "Xyzzy-geheim-42", { encrypted: true });
  await engine.close();
  expect(readFileSync(file).includes("Xyzzy")).toBe(false);
  const open = await openEngine({ store: sqlite(file) });
  await expect(open.documents.get({ kind: "secret", name: "TOKEN" })).rejects.toMatchObject({ code: "key-missing" });
  await expect(open.documents.put(region, "eu", { encrypted: true })).rejects.toMatchObject({
    code: "encryption-needed",
    message: 'var "REGION" is to be kept encrypted, and this engine has no keys',
  });
  expect(await open.documents.get(region)).toBeUndefined();
  expect((await open.documents.list("secret")).items).toMatchObject([{ name: "TOKEN" }]);
});

it("refuses names that are none, and bodies that cannot be kept", async () => {
  const engine = await openEngine({ store: memory() });
  const put = (kind: unknown, name: unknown, body: unknown = 1) =>
    engine.documents.put({ kind: kind as string, name: name as string }, body);
  for (const [kind, name] of [
    ["", "a"],
    ["a/b", "a"],
    ["var", ""],
    ["var", "a\n"],
    ["var", "x".repeat(256)],
    ["var", undefined],
  ])
    await expect(put(kind, name)).rejects.toMatchObject({ code: "invalid-name" });
  await put("var", "jobs/common#lint");
  await expect(put("var", "a", () => {})).rejects.toMatchObject({ code: "unserialisable-value" });
  await expect(put("var", "a", "x".repeat(2 << 20))).rejects.toMatchObject({ code: "value-too-large" });
});

it("tells when a body was changed from outside", async () => {
  const file = newFile();
  const engine = await openEngine({ store: sqlite(file) });
  await engine.documents.put(region, "eu");
  await engine.close();
  const db = new DatabaseSync(file);
  db.exec(`UPDATE documents SET body = '"us"'`);
  db.close();
  const again = await openEngine({ store: sqlite(file) });
  await expect(again.documents.get(region)).rejects.toMatchObject({ code: "store-damaged" });
});
