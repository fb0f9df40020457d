import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { NonRetryableError } from "../model/retry-signals.ts";
import { encryption } from "../model/value/encryption.ts";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile } from "../store/sqlite/test-files.ts";
import { aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Keys can be changed, and old ones thrown away afterwards: engine.md §8, "key ids, rotation".

const keys = { a: new Uint8Array(32).fill(1), b: new Uint8Array(32).fill(2), c: new Uint8Array(32).fill(3) };
const only = (id: "a" | "b" | "c") => encryption({ keys: { [id]: keys[id] }, current: id });
const aToB = encryption({ keys: { a: keys.a, b: keys.b }, current: "b" });
const go = signal<string>("go");
const large = "x".repeat(1_500_000);
let failing = true;

const child = workflow("child", (wf) => wf.step("c", () => `child of ${wf.parent}`));
const everything = workflow("everything", async (wf, input: { text: string }) => {
  wf.set("data", input.text);
  wf.log(`log ${input.text}`);
  await wf.step("large", (s) => {
    s.set("from step", input.text);
    return `${input.text}${large}`;
  });
  const started = await wf.start(child, undefined, { id: `${wf.id}-child` });
  const bad = wf.step("bad", async () => {
    if (failing) throw new NonRetryableError(`bad ${input.text}`);
    return "good";
  });
  const beside = wf.step("beside", () => `beside ${input.text}`, { cache: { key: wf.id } });
  await beside;
  await bad;
  const asked = wf.ask({ title: `ask ${input.text}`, name: "ok" });
  const got = [await wf.receive(go), await wf.receive(go), await started.result(), await asked];
  return [got, wf.get("data"), input.text];
});
const flows = [everything, child];
const options = { workflows: flows, defaults: { valueBytes: 4_000_000 } };

/** Every text in the file that is sealed, by the id of its key. */
function sealedIn(file: string): Map<string, number> {
  const db = new DatabaseSync(file);
  const found = new Map<string, number>();
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  for (const { name } of tables)
    for (const row of db.prepare(`SELECT * FROM "${name}"`).all())
      for (const value of Object.values(row))
        for (const [, key = ""] of String(value).matchAll(/\$1:(\w+):/g)) found.set(key, (found.get(key) ?? 0) + 1);
  db.close();
  return found;
}

/** Runs in every state, with something of everything that can be kept, under key `a` or under none. */
async function filled(store: StoreProvider, codec: ReturnType<typeof only> | undefined): Promise<void> {
  failing = true;
  const engine = await openEngine({ ...options, store, ...(codec === undefined ? {} : { codec }) });
  const run = await engine.start(everything, { text: "secret" }, { id: "r" });
  await run.result().catch(() => {});
  const ended = await engine.start(everything, { text: "ended" }, { id: "ended" });
  await ended.result().catch(() => {});
  failing = false;
  await run.retry();
  await until("it waits", async () => (await run.status()).status === "waiting");
  await engine.documents.put({ kind: "k", name: "n" }, { text: "document" });
  const late = await engine.start(everything, { text: "late" }, { id: "late", delay: "1 h" });
  await late.signal(go, "before it began");
  await late.cancel("for a secret reason");
  await run.pause();
  await run.signal(go, "one");
  await engine.close();
}

/** With the new key alone, everything is as it was. */
async function expectWhole(store: StoreProvider): Promise<void> {
  const engine = await openEngine({ ...options, store, codec: only("b") });
  const run = engine.handle("r");
  expect((await run.journal()).map(({ kind }) => kind)).toContain("set");
  expect((await run.logs()).map(({ text }) => text)).toContain("log secret");
  await run.resume();
  await run.signal(go, "two");
  expect((await engine.approvals()).items.map(({ title }) => title)).toEqual(["ask secret"]);
  await run.answer("ok", { yes: true });
  expect(await run.result()).toEqual([["one", "two", "child of r", { yes: true }], "secret", "secret"]);
  await expect(engine.handle("ended").result()).rejects.toThrow("bad ended");
  await expect(engine.handle("late").result()).rejects.toThrow("for a secret reason");
  expect((await engine.documents.get({ kind: "k", name: "n" }))?.body).toEqual({ text: "document" });
  expect(await engine.handle("ended").get("from step")).toBe("ended");
}

describe("rotate", () => {
  it.each([
    ["what is under an older key", only("a")],
    ["what is not encrypted", undefined],
  ])("encrypts %s, all of it, with the current key; a second time there is nothing to do", async (_, codec) => {
    const file = newFile();
    const store = sqlite(file);
    await filled(store, codec);
    const before = sealedIn(file);
    expect(before.has("a")).toBe(codec !== undefined);
    const engine = await openEngine({ store, worker: false, codec: aToB });
    const { changed, unreadable } = await engine.rotate();
    expect(unreadable).toBe(0);
    expect(changed).toBeGreaterThan(30);
    expect(await engine.rotate()).toEqual({ changed: 0, unreadable: 0 });
    await engine.close();
    expect([...sealedIn(file).keys()]).toEqual(["b"]);
    await expectWhole(store);
  });

  it("goes on where it was cut short, whenever that was", async () => {
    let cut = 0;
    for (let whole = false; !whole; cut++) {
      const store = memory();
      await filled(store, only("a"));
      let calls = 0;
      const dying = aroundStore(store, {
        rewrite: async (next, wanted) => {
          if (calls++ === cut) throw new Error("the process died");
          return await next(wanted);
        },
      });
      const engine = await openEngine({ store: dying, worker: false, codec: aToB });
      whole = await engine.rotate().then(
        () => true,
        () => false,
      );
      await engine.close();
      const next = await openEngine({ store, worker: false, codec: aToB });
      expect((await next.rotate()).changed === 0).toBe(whole);
      await next.close();
      await expectWhole(store);
    }
    expect(cut).toBeGreaterThan(2);
  });

  it("goes on beside runs that execute", async () => {
    const store = memory();
    const counting = workflow("counting", async (wf) => {
      let sum = 0;
      for (let n = 0; n < 40; n++) sum += await wf.step("one", () => 1);
      await wf.receive(go);
      return sum;
    });
    const before = await openEngine({ store, workflows: [counting], codec: only("a") });
    for (const id of ["1", "2", "3"]) await before.start(counting, undefined, { id });
    await until("they wait", async () => (await before.list({ status: "waiting" })).items.length === 3);
    await before.close();
    const engine = await openEngine({ store, workflows: [counting], codec: aToB });
    const more = ["4", "5", "6"].map((id) => engine.start(counting, undefined, { id }));
    const rotating = engine.rotate();
    for (const id of ["1", "2", "3"]) await engine.handle(id).signal(go, "");
    for (const run of await Promise.all(more)) await run.signal(go, "");
    expect((await rotating).unreadable).toBe(0);
    for (const id of ["1", "2", "3", "4", "5", "6"]) expect(await engine.handle(id).result()).toBe(40);
    await engine.rotate();
    const after = await openEngine({ store, workflows: [counting], codec: only("b") });
    for (const id of ["1", "4"]) expect((await after.handle(id).journal()).length).toBe(41);
  });

  it("leaves what it cannot read, counts it, and makes nothing look sound that is damaged", async () => {
    const file = newFile();
    const store = sqlite(file);
    await filled(store, only("a"));
    const other = await openEngine({ store, worker: false, codec: only("c") });
    expect((await other.rotate()).unreadable).toBeGreaterThan(20);
    await other.close();
    const db = new DatabaseSync(file);
    db.exec("UPDATE journal SET checksum = checksum + 1 WHERE seq = 1");
    db.close();
    const engine = await openEngine({ store, worker: false, codec: aToB });
    await engine.rotate();
    await expect(engine.handle("r").journal()).rejects.toMatchObject({ code: "store-damaged" });
    await engine.close();
    expect(sealedIn(file).get("a")).toBeLessThan(8);
  });

  it("needs keys", async () => {
    const engine = await openEngine({ worker: false });
    await expect(engine.rotate()).rejects.toMatchObject({ code: "encryption-needed" });
  });
});
