import { describe, expect, it } from "vitest";
import type { RunFilter, RunRow, Store } from "../port.ts";
import { change, type Engine, type MakeProvider, newDatabase, startPending, startRunning, t0, write } from "./bench.ts";

async function idsBy(store: Store, filter: RunFilter, limit = 50): Promise<string[]> {
  return (await store.list(filter, { limit })).items.map((row) => row.id);
}

async function allPages(store: Store, filter: RunFilter, limit: number): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.list(filter, cursor === undefined ? { limit } : { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    cursor = page.next;
  }
}

/** Runs of two workflows in several states, newest last. */
async function fill(engine: Engine): Promise<void> {
  const { store } = engine;
  await startPending(store, { id: "a", createdAt: t0, tags: ["eu"] });
  await startPending(store, { id: "b", createdAt: t0 + 1, workflow: "other", tags: ["eu", "us"] });
  const failed = await startRunning(engine, { id: "c", createdAt: t0 + 2, tags: ["us"] });
  const attributes = { region: "eu", n: 1 };
  await write(engine, failed, { attributes, title: "Big_order", change: { event: "fail", error: "1", why: "w" } });
  const done = await startRunning(engine, { id: "d", createdAt: t0 + 2, workflow: "other" });
  await write(engine, done, { attributes: { region: "us", n: "1", ok: true, yes: "true" } });
  await change(engine, done, { event: "complete", output: "1" });
}

export function listContract(make: MakeProvider): void {
  describe("list", () => {
    it.each<[string, RunFilter, string[]]>([
      ["nothing", {}, ["d", "c", "b", "a"]],
      ["status", { status: ["pending"] }, ["b", "a"]],
      ["several states", { status: ["completed", "pending"] }, ["d", "b", "a"]],
      ["no states", { status: [] }, ["d", "c", "b", "a"]],
      ["workflow", { workflow: "order" }, ["c", "a"]],
      ["workflow and status", { workflow: "order", status: ["failed", "running"] }, ["c"]],
      ["tag", { tag: "eu" }, ["b", "a"]],
      ["tag, workflow and status", { tag: "us", workflow: "other", status: ["pending"] }, ["b"]],
      ["text of the id", { text: "C" }, ["c"]],
      ["text of the title", { text: "g_o" }, ["c"]],
      ["a wildcard that is none", { text: "%" }, []],
      ["since", { since: t0 + 2 }, ["d", "c"]],
      ["until", { until: t0 + 2 }, ["b", "a"]],
      ["a span", { since: t0 + 1, until: t0 + 2, workflow: "other" }, ["b"]],
      ["attribute text", { attribute: { name: "region", value: "eu" } }, ["c"]],
      ["attribute number", { attribute: { name: "n", value: 1 } }, ["c"]],
      ["attribute text that looks like a number", { attribute: { name: "n", value: "1" } }, ["d"]],
      ["attribute boolean", { attribute: { name: "ok", value: true } }, ["d"]],
      ["attribute boolean that is text", { attribute: { name: "yes", value: true } }, []],
      ["attribute, tag and text", { attribute: { name: "n", value: 1 }, tag: "us", text: "big" }, ["c"]],
      ["what nobody has", { tag: "none" }, []],
    ])("by %s", async (_, filter, expected) => {
      const engine = await newDatabase(make).engine();
      await fill(engine);
      expect(await idsBy(engine.store, filter)).toEqual(expected);
      expect(await engine.store.count(filter, 100)).toBe(expected.length);
    });

    it("pages through all of a filter, newest first, also where times are equal", async () => {
      const store = await newDatabase(make).open();
      for (let i = 0; i < 23; i++) {
        const workflow = i % 2 === 0 ? "order" : "other";
        await startPending(store, { id: `r${i}`, createdAt: t0 + Math.floor(i / 3), workflow, tags: ["t"] });
      }
      const expected = Array.from({ length: 23 }, (_, i) => `r${22 - i}`);
      for (const filter of [{}, { tag: "t" }, { status: ["pending", "failed"] }, { text: "r" }] as RunFilter[]) {
        expect((await allPages(store, filter, 5)).map((row) => row.id)).toEqual(expected);
      }
      const even = expected.filter((id) => Number(id.slice(1)) % 2 === 0);
      expect((await allPages(store, { workflow: "order" }, 4)).map((row) => row.id)).toEqual(even);
      expect((await store.list({}, { limit: 23 })).next).toBeUndefined();
    });

    it("merges states by time of creation, not by order of arrival", async () => {
      const engine = await newDatabase(make).engine();
      await startPending(engine.store, { id: "new", createdAt: t0 + 9 });
      await startRunning(engine, { id: "old", createdAt: t0 + 1 });
      await startPending(engine.store, { id: "middle", createdAt: t0 + 5 });
      const expected = ["new", "middle", "old"];
      expect(await idsBy(engine.store, { status: ["running", "pending"] })).toEqual(expected);
      expect((await allPages(engine.store, { workflow: "order" }, 1)).map((row) => row.id)).toEqual(expected);
    });

    it("counts no further than asked", async () => {
      const store = await newDatabase(make).open();
      for (let i = 0; i < 7; i++) await startPending(store);
      expect(await store.count({}, 5)).toBe(5);
      expect(await store.count({ status: ["pending"] }, 5)).toBe(5);
      expect(await store.count({ text: "run" }, 5)).toBe(5);
      expect(await store.count({ workflow: "order" }, 50)).toBe(7);
    });

    it("shows one namespace", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.open("one"), await database.open("two")];
      await startPending(one, { id: "x", tags: ["t"] });
      for (const filter of [{}, { tag: "t" }, { workflow: "order" }, { text: "x" }]) {
        expect(await idsBy(one, filter)).toEqual(["x"]);
        expect(await idsBy(two, filter)).toEqual([]);
      }
    });

    it("refuses a cursor that it did not give", async () => {
      const store = await newDatabase(make).open();
      const page = store.list({}, { limit: 5, cursor: "1 OR 1=1" });
      await expect(page).rejects.toMatchObject({ code: "invalid-option" });
    });
  });
}
