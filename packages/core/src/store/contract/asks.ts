import { describe, expect, it } from "vitest";
import type { Opening, OpeningChange, RunRow, SendRow } from "../port.ts";
import {
  change,
  type Engine,
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

const fail = { event: "fail", error: '"e"', why: "because" } as const;
const page = { limit: 10 };

function openingOf(parts: Partial<Opening> = {}): Opening {
  const nothing = { assignees: [], shown: '{"title":"Ship?"}', problem: undefined };
  return { op: "ask~ship", kind: "ask", askedAt: t0, dueAt: undefined, ...nothing, ...parts };
}

function open(engine: Engine, run: RunRow, parts: Partial<Opening> = {}) {
  return write(engine, run, { openings: [{ do: "open", opening: openingOf(parts) }] });
}

async function answer(engine: Engine, run: RunRow, parts: Partial<SendRow> = {}) {
  const row = { to: run.id, name: "ask~ship", payload: "1", dedup: "1", onlyOpen: true, ...parts };
  const result = await engine.store.commit(newBatch(engine.worker, { sends: [row] }));
  return only(result.sends);
}

export function asksContract(make: MakeProvider): void {
  describe("asks", () => {
    it("lists what is open, in the order of asking, by assignee, workflow and run", async () => {
      const engine = await newDatabase(make).engine();
      const [a, b] = [await startRunning(engine), await startRunning(engine, { workflow: "other" })];
      await open(engine, a, { assignees: ["ops", "ann"], dueAt: t0 + 5 });
      await open(engine, b, { assignees: ["ops"] });
      await open(engine, b, { op: "callback~c", kind: "callback" });
      const runs = async (filter: Parameters<Engine["store"]["asks"]>[0]) =>
        (await engine.store.asks(filter, page)).items.map(({ run }) => run);
      const { items } = await engine.store.asks({}, page);
      const { kind: _, ...shown } = openingOf({ assignees: ["ops", "ann"], dueAt: t0 + 5 });
      expect(items[0]).toEqual({ ...shown, run: a.id, workflow: "order" });
      expect(await runs({})).toEqual([a.id, b.id]);
      expect(await runs({ assignee: "ops" })).toEqual([a.id, b.id]);
      expect(await runs({ assignee: "ann" })).toEqual([a.id]);
      expect(await runs({ assignee: "ops", workflow: "other" })).toEqual([b.id]);
      expect(await runs({ workflow: "other" })).toEqual([b.id]);
      expect(await runs({ run: b.id })).toEqual([b.id]);
      const first = await engine.store.asks({}, { limit: 1 });
      const second = await engine.store.asks({}, { limit: 1, cursor: first.next ?? "" });
      expect([first.items[0]?.run, second.items[0]?.run, second.next]).toEqual([a.id, b.id, undefined]);
    });

    it("is of one namespace", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.engine("one"), await database.engine("two")];
      await open(one, await startRunning(one), { assignees: ["ops"] });
      expect((await two.store.asks({}, page)).items).toEqual([]);
      expect((await two.store.asks({ assignee: "ops" }, page)).items).toEqual([]);
    });

    it("opening again replaces, closing removes", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await open(engine, run, { assignees: ["ops"] });
      await open(engine, run, { assignees: ["dev"], problem: "no" });
      expect((await engine.store.asks({ assignee: "ops" }, page)).items).toEqual([]);
      expect(only((await engine.store.asks({ assignee: "dev" }, page)).items).problem).toBe("no");
      await write(engine, run, { openings: [{ do: "close", op: "ask~ship" }] });
      expect((await engine.store.asks({}, page)).items).toEqual([]);
      expect((await engine.store.asks({ assignee: "dev" }, page)).items).toEqual([]);
    });

    it("takes one answer, and only while it is open and its time is not over", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      expect(await answer(engine, run)).toEqual({ sent: false, problem: "not-open" });
      await open(engine, run, { dueAt: t0 });
      expect(await answer(engine, run)).toEqual({ sent: false, problem: "late" });
      await open(engine, run);
      expect(await answer(engine, run)).toEqual({ sent: true, run: run.key, repeated: false });
      expect(await answer(engine, run)).toMatchObject({ repeated: true });
      expect(await engine.store.inbox(run.key)).toHaveLength(1);
      expect((await engine.store.asks({}, page)).items).toEqual([]);
      await open(engine, run, { assignees: ["ops"] });
      expect((await engine.store.asks({}, page)).items).toEqual([]);
      expect((await engine.store.asks({ assignee: "ops" }, page)).items).toEqual([]);
    });

    it("one that does not fit makes room for another, and says what was wrong", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await open(engine, run);
      await answer(engine, run);
      const consumed = (await engine.store.inbox(run.key)).map(({ position }) => position);
      const openings: OpeningChange[] = [{ do: "refuse", op: "ask~ship", problem: "must be a number" }];
      await write(engine, run, { entries: [newEntry(1, { kind: "refused", op: "ask~ship" })], consumed, openings });
      expect(only((await engine.store.asks({}, page)).items).problem).toBe("must be a number");
      expect(await answer(engine, run)).toMatchObject({ sent: true, repeated: false });
    });

    it("an answer that was not taken is forgotten when it is closed", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await open(engine, run);
      await answer(engine, run);
      await write(engine, run, { openings: [{ do: "close", op: "ask~ship" }] });
      expect(await engine.store.inbox(run.key)).toEqual([]);
    });

    it("a run that is killed asks nobody any more", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await open(engine, run);
      await answer(engine, run);
      await engine.store.control(run.key, { kind: "kill", reason: "" }, t0);
      expect((await engine.store.asks({}, page)).items).toEqual([]);
      expect(await engine.store.inbox(run.key)).toEqual([]);
    });

    it("a callback that was open when the run failed is open in the generation that goes on, not in one from the start", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const name = "callback~c";
      await open(engine, run, { op: name, kind: "callback" });
      await answer(engine, run, { name });
      await change(engine, run, fail);
      const entries = [newEntry(1)];
      const next = await engine.store.nextGeneration(run.key, { entries, seed: run.seed }, t0);
      expect(await answer(engine, next, { name })).toMatchObject({ repeated: true });
      expect(await engine.store.inbox(next.key)).toHaveLength(1);
      await engine.store.control(next.key, { kind: "kill", reason: "" }, t0);
      const begin = { entries: [], seed: "0".repeat(32), fromStart: true };
      const last = await engine.store.nextGeneration(next.key, begin, t0);
      expect((await reread(engine.store, last)).generation).toBe(3);
      expect(await answer(engine, last, { name })).toEqual({ sent: false, problem: "not-open" });
      expect(await engine.store.inbox(last.key)).toEqual([]);
    });
  });
}
