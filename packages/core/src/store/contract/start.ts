import { describe, expect, it } from "vitest";
import type { OnExisting, Store } from "../port.ts";
import {
  change,
  type MakeProvider,
  madeOf,
  newBatch,
  newDatabase,
  newStart,
  only,
  reread,
  startRunning,
  t0,
} from "./bench.ts";

export function startContract(make: MakeProvider): void {
  describe("start", () => {
    it("makes a pending run with all that was given", async () => {
      const store = await newDatabase(make).open();
      const start = newStart({ tags: ["eu", "eu", "big"], priority: 5, timeoutMs: 9_000, queue: "q" });
      const outcome = only((await store.commit(newBatch(undefined, { starts: [start] }))).starts);
      expect(outcome).toMatchObject({
        created: true,
        row: { id: start.id, status: "pending", claim: 0, generation: 1 },
      });
      const row = madeOf(outcome);
      expect(row).toMatchObject({ tags: ["eu", "big"], priority: 5, timeoutMs: 9_000, queue: "q" });
      expect(await reread(store, row)).toEqual(row);
    });

    it("gives a claimed run to the batch's worker at once", async () => {
      const engine = await newDatabase(make).engine();
      const row = await startRunning(engine);
      expect(row).toMatchObject({ status: "running", owner: engine.worker, claim: 1, startedAt: t0 });
      expect(await reread(engine.store, row)).toEqual(row);
    });

    it("keeps an input of any size and any character", async () => {
      const store = await newDatabase(make).open();
      const input = JSON.stringify({ text: `${"x".repeat(200_000)}\u0000 ä € 🙂` });
      const outcome = only((await store.commit(newBatch(undefined, { starts: [newStart({ input })] }))).starts);
      expect((await reread(store, madeOf(outcome))).input).toBe(input);
    });

    it("answers each of several starts in order, the second of one id with the first", async () => {
      const store = await newDatabase(make).open();
      const starts = [newStart({ id: "a" }), newStart({ id: "b" }), newStart({ id: "a" })];
      const { starts: outcomes } = await store.commit(newBatch(undefined, { starts }));
      expect(outcomes.map((outcome) => outcome.created)).toEqual([true, true, false]);
      expect(outcomes.map((outcome) => outcome.row?.id)).toEqual(["a", "b", "a"]);
    });

    it("keeps namespaces apart", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.open("one"), await database.open("two")];
      expect(await again(one, "return")).toMatchObject({ created: true });
      expect(await again(two, "return")).toMatchObject({ created: true, row: { namespace: "two" } });
    });
  });
  describe("start of an id that exists", () => existing(make));
}

function existing(make: MakeProvider): void {
  it("return: gives the run that is there", async () => {
    const store = await newDatabase(make).open();
    await again(store, "return");
    expect(await again(store, "return")).toMatchObject({ created: false, problem: undefined, row: { id: "x" } });
  });

  it("takes another order of keys for the same input", async () => {
    const store = await newDatabase(make).open();
    await again(store, "return", { input: '{"a":1,"b":2}' });
    expect(await again(store, "return", { input: '{"b":2,"a":1}' })).toMatchObject({ problem: undefined });
  });

  it("names another input, another workflow, and existence where it is refused", async () => {
    const store = await newDatabase(make).open();
    await again(store, "return");
    expect(await again(store, "return", { input: "2" })).toMatchObject({ created: false, problem: "other-input" });
    expect(await again(store, "restart", { workflow: "w" })).toMatchObject({ problem: "other-workflow" });
    expect(await again(store, "reject")).toMatchObject({ problem: "exists" });
    expect(await again(store, "restart")).toMatchObject({ problem: "not-finished" });
    expect(await again(store, "restart-if-failed")).toMatchObject({ created: false, problem: undefined });
  });

  it("restart-if-failed: begins the next generation of a failed run, not of a completed one", async () => {
    const engine = await newDatabase(make).engine();
    const failed = await startRunning(engine, { id: "x" });
    await change(engine, failed, { event: "fail", error: "{}", why: "no" });
    const second = await again(engine.store, "restart-if-failed");
    expect(second).toMatchObject({ created: true, row: { id: "x", generation: 2, status: "pending" } });
    const completed = await startRunning(engine, { id: "y" });
    await change(engine, completed, { event: "complete", output: "1" });
    expect(await again(engine.store, "restart-if-failed", { id: "y" })).toMatchObject({ created: false });
  });

  it("restart: begins the next generation with the new input, and find gives it", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const first = await startRunning(engine, { id: "x", tags: ["old"] });
    await change(engine, first, { event: "complete", output: "1" });
    await again(store, "restart", { input: "2", tags: ["new"] });
    expect(await store.find("x")).toMatchObject({ generation: 2, input: "2", output: undefined });
    expect(await store.find("x", 1)).toMatchObject({ key: first.key, status: "completed", output: "1" });
    expect(await store.find("x", 3)).toBeUndefined();
    expect((await store.list({ tag: "old" }, { limit: 5 })).items).toEqual([]);
  });
}

async function again(store: Store, onExisting: OnExisting, parts = {}) {
  return only(
    (await store.commit(newBatch(undefined, { starts: [newStart({ id: "x", onExisting, ...parts })] }))).starts,
  );
}
