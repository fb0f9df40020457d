import { describe, expect, it } from "vitest";
import type { RunKey } from "../port.ts";
import {
  change,
  claim,
  type MakeProvider,
  newDatabase,
  newEntry,
  only,
  reread,
  startRunning,
  t0,
  write,
} from "./bench.ts";

const seed = "e".repeat(32);
const on = { event: "continue", input: '{"n":2}', seed, behaviours: "1" } as const;

export function continueContract(make: MakeProvider): void {
  describe("a run that continues", () => {
    it("ends as completed, and its next generation begins in the same transaction", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine, { tags: ["eu"], priority: 3, timeoutMs: 50, queue: "default" });
      const set = { data: [["k", "1"] as const], title: "t", attributes: { a: 1 } };
      await write(engine, run, { entries: [newEntry(1)], ...set, change: on }, t0 + 9);
      const old = await reread(store, run);
      expect(old).toMatchObject({ status: "completed", continued: true, output: undefined, endedAt: t0 + 9 });
      const next = await store.find(run.id);
      expect(next).toMatchObject({
        generation: 2,
        status: "pending",
        claim: 0,
        seed,
        input: on.input,
        continued: false,
      });
      expect(next).toMatchObject({ tags: ["eu"], priority: 3, timeoutMs: 50, title: "t", attributes: { a: 1 } });
      expect(next).toMatchObject({ createdAt: t0 + 9, clockAt: undefined, startedAt: undefined, endedAt: undefined });
      for (const filter of [{}, { tag: "eu" }, { attribute: { name: "a", value: 1 } }])
        expect((await store.list(filter, { limit: 9 })).items.map(({ key }) => key)).toEqual([next?.key]);
      const claimed = only(await claim(engine, {}, t0 + 9));
      expect(claimed).toMatchObject({ row: { key: next?.key }, entries: [], inherited: [["k", "1"]] });
    });

    it("what the next one sets later does not change what it began with, nor what a retry of it begins with", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const big = JSON.stringify("x".repeat(5_000));
      await write(engine, run, { data: [["k", "1"]], change: { ...on, input: big } });
      const second = only(await claim(engine)).row;
      expect(second.input).toBe(big);
      await write(engine, second, {
        entries: [newEntry(1)],
        data: [
          ["k", "2"],
          ["l", "3"],
        ],
        change: { event: "release" },
      });
      const again = only(await claim(engine));
      expect(again.inherited).toEqual([["k", "1"]]);
      expect([await store.data(second.key, "k"), await store.data(run.key, "k")]).toEqual(["2", "1"]);
      await change(engine, again.row, { event: "fail", error: '"e"', why: "w" });
      await store.nextGeneration(second.key, { entries: [newEntry(1)], seed }, t0);
      const third = only(await claim(engine));
      expect(third.inherited).toEqual([["k", "1"]]);
      expect(await store.data(third.row.key, "l")).toBe("3");
      await change(engine, third.row, { event: "fail", error: '"e"', why: "w" });
      const fourth = await store.nextGeneration(third.row.key, { entries: [], seed, fromStart: true }, t0);
      expect([await store.data(fourth.key, "k"), await store.data(fourth.key, "l")]).toEqual(["1", undefined]);
      expect(only(await claim(engine)).inherited).toEqual([["k", "1"]]);
    });

    it("what was asked of it meanwhile is asked of the next one", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      await store.control(run.key, { kind: "pause" }, t0 + 2);
      await change(engine, run, on, t0 + 3);
      const asked = { cancelRequestedAt: undefined, pauseRequestedAt: t0 + 2 };
      expect(await store.find(run.id)).toMatchObject({ generation: 2, status: "pending", ...asked });
    });

    it("was cancelled meanwhile: the next one does not begin", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      await store.control(run.key, { kind: "cancel", reason: "enough" }, t0 + 1);
      await change(engine, run, on, t0 + 3);
      const cancelled = { status: "cancelled", cancelRequestedAt: t0 + 1, cancelReason: "enough", endedAt: t0 + 3 };
      expect(await store.find(run.id)).toMatchObject({ generation: 2, ...cancelled });
      expect((await claim(engine)).length).toBe(0);
      expect(await store.count({ status: ["cancelled"] }, 9)).toBe(1);
    });

    it.each(["before", "after"])("is cancelled %s it does: what it has started is asked to end", async (when) => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const lineage = { parent: run.id, root: run.id, detached: false };
      const child = await startRunning(engine, { lineage });
      const cancel = (key: RunKey) => store.control(key, { kind: "cancel", reason: "enough" }, t0 + 1);
      if (when === "before") await cancel(run.key);
      await change(engine, run, on, t0 + 3);
      if (when === "after") await cancel((await store.find(run.id))?.key as RunKey);
      expect(await store.find(run.id)).toMatchObject({ generation: 2, status: "cancelled", claim: 0 });
      const asked = { status: "running", cancelReason: `its parent "${run.id}" has ended` };
      expect(await reread(store, child)).toMatchObject(asked);
    });

    it("does not when it was killed before: nothing is written", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.control(run.key, { kind: "kill", reason: "" }, t0);
      expect((await change(engine, run, on)).lost).toEqual([run.key]);
      expect(await engine.store.find(run.id)).toMatchObject({ generation: 1, status: "cancelled", continued: false });
    });
  });
}
