import { describe, expect, it } from "vitest";
import {
  change,
  claim,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  only,
  reread,
  startRunning,
  t0,
  write,
} from "./bench.ts";
import { finished } from "./finished-runs.ts";

const begin = {
  id: "copy",
  entries: [newEntry(1)],
  at: 1,
  seed: `${"a".repeat(32)}@1,${"b".repeat(32)}`,
  input: '{"n":2}',
  data: [["k", "1"] as const],
  awaits: [],
  handles: [],
  title: "then",
  attributes: { region: "eu" },
};

export function forkContract(make: MakeProvider): void {
  describe("fork", () => {
    it("makes a run with the entries given, and leaves the other as it is", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine, { tags: ["eu"], priority: 3, timeoutMs: 50 });
      await write(engine, run, { entries: [newEntry(1), newEntry(2)], title: "now", data: [["later", "2"]] });
      const before = await reread(store, run);
      const copy = await store.fork(run.key, begin, t0 + 9);
      expect(copy).toMatchObject({
        id: "copy",
        generation: 1,
        life: 1,
        status: "pending",
        claim: 0,
        createdAt: t0 + 9,
      });
      expect(copy).toMatchObject({ workflow: "order", tags: ["eu"], priority: 3, timeoutMs: 50, input: '{"n":2}' });
      expect(copy).toMatchObject({ seed: begin.seed, title: "then", attributes: { region: "eu" }, clockAt: t0 });
      expect(copy.forkedFrom).toEqual({ id: run.id, at: 1 });
      expect([await store.data(copy.key, "k"), await store.data(copy.key, "later")]).toEqual(["1", undefined]);
      expect(await reread(store, run)).toEqual(before);
      expect(await store.journal(run.key, 0, 9)).toHaveLength(2);
      expect((await store.list({ tag: "eu" }, { limit: 9 })).items).toHaveLength(2);
      const attribute = { name: "region", value: "eu" };
      expect((await store.list({ attribute }, { limit: 9 })).items.map(({ id }) => id)).toEqual(["copy"]);
      expect(only(await claim(engine, {}, t0 + 9))).toMatchObject({ row: { key: copy.key }, entries: [newEntry(1)] });
    });

    it("keeps a large input apart, and refuses an id that is there", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const input = JSON.stringify("x".repeat(2_000_000));
      const copy = await engine.store.fork(run.key, { ...begin, input }, t0);
      expect((await reread(engine.store, copy)).input).toBe(input);
      const again = engine.store.fork(run.key, begin, t0);
      await expect(again).rejects.toMatchObject({ code: "run-exists", facts: { id: "copy" } });
      expect(await engine.store.count({}, 9)).toBe(2);
    });

    it("of a finished run gives it the signals that nobody took, and what was inherited", async () => {
      const engine = await newDatabase(make).engine();
      const { store, worker } = engine;
      const first = await startRunning(engine);
      await write(engine, first, { data: [["from before", "7"]] });
      await change(engine, first, { event: "continue", input: "2", seed: "c".repeat(32), behaviours: "1" });
      const { row: second } = only(await claim(engine));
      const send = (name: string) => ({ to: second.id, name, dedup: "d", payload: '"p"' });
      await store.commit(newBatch(undefined, { sends: [send("signal~go"), send("child~call~x")] }));
      await change(engine, second, { event: "complete", output: "1" });
      const copy = await store.fork(second.key, { ...begin, entries: [], at: 0, data: [] }, t0);
      expect((await store.inbox(copy.key)).map(({ name, payload }) => [name, payload])).toEqual([["signal~go", '"p"']]);
      expect(await store.data(copy.key, "from before")).toBe("7");
      expect(copy.clockAt).toBeUndefined();
      const taken = only(await claim(engine));
      expect(taken).toMatchObject({ row: { id: "copy", owner: worker }, inherited: [["from before", "7"]] });
      expect(taken.inbox).toHaveLength(1);
    });
  });

  it("a fork is told how those end that it will ask for, also of one that is removed before it is executed", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const run = await startRunning(engine);
    const [over, open] = [await finished(engine), await startRunning(engine)];
    const awaits = [over, open].map(({ id }) => ({ child: id, op: `call~${id}` }));
    const copy = await store.fork(run.key, { ...begin, awaits }, t0);
    await change(engine, open, { event: "complete", output: "2" });
    expect((await store.remove([over.key, open.key])).runs).toEqual([["completed", 2]]);
    const told = (await store.inbox(copy.key)).map(({ name, payload }) => [name, JSON.parse(payload).output]);
    expect(told).toEqual([
      [`child~call~${over.id}`, "1"],
      [`child~call~${open.id}`, "2"],
    ]);
  });

  describe("recorded", () => {
    it("gives row, journal and inheritance of any run, and nothing of one that is not there", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, { entries: [newEntry(1)] });
      const recorded = await engine.store.recorded(run.key);
      expect(recorded).toEqual({ row: await reread(engine.store, run), entries: [newEntry(1)], inherited: [] });
      expect(await engine.store.recorded((run.key + 1) as typeof run.key)).toBeUndefined();
    });
  });
}
