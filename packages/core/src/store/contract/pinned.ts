import { describe, expect, it } from "vitest";
import type { RunRow } from "../port.ts";
import {
  change,
  claim,
  type MakeProvider,
  newDatabase,
  newEntry,
  only,
  reread,
  startPending,
  startRunning,
  t0,
  wantsAny,
  write,
} from "./bench.ts";

/** Runs that only workers of one build execute. The bench's worker has build "1". */
export function pinnedContract(make: MakeProvider): void {
  describe("pinned runs", () => {
    claiming(make);
    going(make);
    hindered(make);
  });
}

const builds = (rows: readonly { row: RunRow }[]) => rows.map(({ row }) => [row.id, row.build]);

function claiming(make: MakeProvider): void {
  it("are claimed by their build alone: ready, due, named, and as suspects", async () => {
    const database = newDatabase(make);
    const engine = await database.engine();
    await startPending(engine.store, { id: "ready", pin: { build: "2" } });
    await startPending(engine.store, { id: "due", pin: { build: "2" }, availableAt: t0 + 5 });
    const suspect = await startRunning(engine, { id: "suspect", pin: { build: "1" } });
    expect(suspect).toMatchObject({ status: "running", build: "1", pinned: true });
    await engine.store.reap([{ key: engine.worker }], t0);
    const second = await database.engine();
    expect(builds(await claim(second))).toEqual([["suspect", "1"]]);
    await second.store.reap([{ key: second.worker }], t0);
    const other = await database.engine();
    expect(await claim(other, { ids: ["ready", "due"] }, t0 + 5)).toEqual([]);
    expect(await other.store.peek({ ...wantsAny, build: "3" }, t0 + 5)).toEqual({ now: false, nextDueAt: undefined });
    const two = { ...wantsAny, build: "2" };
    expect(await other.store.peek(two, t0)).toEqual({ now: true, nextDueAt: undefined });
    expect(builds(await claim(other, two, t0 + 5))).toEqual([
      ["ready", "2"],
      ["due", "2"],
    ]);
    expect(builds(await claim(other, { ids: ["suspect"] }))).toEqual([["suspect", "1"]]);
  });

  it("are told apart by workflow and queue too, and priority decides among all that may be taken", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await startPending(store, { id: "mine", pin: { build: "1" }, priority: 5 });
    await startPending(store, { id: "other-queue", pin: { build: "1" }, queue: "gpu" });
    await startPending(store, { id: "other-workflow", pin: { build: "1" }, workflow: "x" });
    await startPending(store, { id: "any", priority: 9 });
    await startPending(store, { id: "low" });
    expect((await claim(engine)).map(({ row }) => row.id)).toEqual(["any", "mine", "low"]);
  });

  it("of which nobody has said the build belong to the one that takes them first", async () => {
    const engine = await newDatabase(make).engine();
    await startPending(engine.store, { id: "open", pin: { build: undefined } });
    await startPending(engine.store, { id: "compatible" });
    const claimed = await claim(engine, { build: "b" });
    expect(builds(claimed)).toEqual([
      ["open", "b"],
      ["compatible", undefined],
    ]);
    for (const { row } of claimed) await change(engine, row, { event: "release" });
    expect(builds(await claim(engine, { build: "c" }))).toEqual([["compatible", undefined]]);
    expect(builds(await claim(engine, { build: "b" }))).toEqual([["open", "b"]]);
  });

  it("that wait for a time are woken for their build, also when more came due than are wanted", async () => {
    const engine = await newDatabase(make).engine();
    for (const id of ["a", "b", "c"]) {
      const run = await startRunning(engine, { id, pin: { build: "1" } });
      await change(engine, run, { event: "park", wakeAt: t0 + 5, why: "sleeps", seen: 0 });
    }
    expect(await claim(engine, { build: "2" }, t0 + 9)).toEqual([]);
    const taken = [];
    for (let n = 0; n < 3; n++) taken.push(...(await claim(engine, { limit: 1 }, t0 + 9)));
    expect(taken.map(({ row }) => row.id).sort()).toEqual(["a", "b", "c"]);
  });
}

function going(make: MakeProvider): void {
  const value = '{"build":"1"}';

  it("are let go by a person: the journal says so, and the build that takes them next keeps them", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const run = await startRunning(engine, { pin: { build: "1" } });
    await write(engine, run, { entries: [newEntry(1, { at: t0 + 50 })], change: { event: "pause" } });
    const freed = await store.control(run.key, { kind: "resume", anyBuild: value }, t0 + 9);
    expect(freed).toMatchObject({ status: "pending", build: undefined, pinned: true });
    const { row, entries } = only(await claim(engine, { build: "2" }, t0 + 60));
    expect([row.build, entries?.at(-1)]).toEqual([
      "2",
      { seq: 2, kind: "unpinned", op: "", at: t0 + 50, attempt: 0, value },
    ]);
    expect(await write(engine, row, { entries: [newEntry(3)] })).toMatchObject({ lost: [] });
  });

  it("whose memory a worker has kept are read anew when they were let go meanwhile", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine, { pin: { build: "1" } });
    const park = { event: "park", wakeAt: undefined, why: "waits", seen: 0 } as const;
    await write(engine, run, { entries: [newEntry(1)], change: park });
    await engine.store.control(run.key, { kind: "resume", anyBuild: value }, t0);
    const known = { claimOf: () => run.claim };
    expect(only(await claim(engine, { known })).entries).toHaveLength(2);
  });

  it("stay with their build while it executes them, and where nothing is pinned nothing is written", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const run = await startRunning(engine, { pin: { build: "1" } });
    expect(await store.control(run.key, { kind: "resume", anyBuild: value }, t0)).toEqual(await reread(store, run));
    expect(await reread(store, run)).toMatchObject({ build: "1", status: "running" });
    const free = await startPending(store);
    await store.control(free.key, { kind: "resume", anyBuild: value }, t0);
    expect(await store.journal(free.key, 0, 9)).toEqual([]);
    const unbegun = await startPending(store, { pin: { build: "9" } });
    expect(await store.control(unbegun.key, { kind: "resume", anyBuild: value }, t0)).toMatchObject({
      build: undefined,
      claim: 0,
    });
    expect(await store.journal(unbegun.key, 0, 9)).toEqual([]);
  });

  it("stay with the build that wrote what they go on with: retries and forks; who begins anew does not", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const run = await startRunning(engine, { id: "x", pin: { build: "1" } });
    const end = { event: "fail", error: '"e"', why: "e" } as const;
    await write(engine, run, { entries: [newEntry(1)], change: end });
    const none = { data: [], awaits: [], handles: [], title: undefined, attributes: {} };
    const begin = { ...none, seed: "c".repeat(32), input: "1" };
    const fork = (id: string, entries: number) =>
      store.fork(run.key, { ...begin, id, entries: entries === 0 ? [] : [newEntry(1)], at: entries }, t0);
    expect(await fork("kept", 1)).toMatchObject({ pinned: true, build: "1" });
    expect(await fork("new", 0)).toMatchObject({ pinned: true, build: undefined });
    const again = await store.nextGeneration(run.key, { entries: [newEntry(1)], seed: run.seed }, t0);
    expect(again).toMatchObject({ pinned: true, build: "1" });
    const { row } = only(await claim(engine, { ids: ["x"] }));
    await change(engine, row, end);
    const freed = { entries: [newEntry(1)], seed: run.seed, anyBuild: true };
    expect(await store.nextGeneration(row.key, freed, t0)).toMatchObject({ pinned: true, build: undefined });
    const { row: third } = only(await claim(engine, { ids: ["x"], build: "2" }));
    await change(engine, third, end);
    const anew = await store.nextGeneration(
      third.key,
      { entries: [newEntry(1, { kind: "retry", op: "" })], seed: begin.seed },
      t0,
    );
    expect(anew).toMatchObject({ pinned: true, build: undefined });
    const { row: fourth } = only(await claim(engine, { ids: ["x"], build: "3" }));
    await change(engine, fourth, { event: "continue", input: "2", seed: begin.seed, behaviours: "1" });
    expect(await store.find("x")).toMatchObject({ status: "pending", pinned: true, build: undefined });
  });

  it("keep their build on the way to another store", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine, { id: "x", pin: { build: "1" } });
    await change(engine, run, { event: "pause" });
    const generations = await engine.store.exportRun("x", "all");
    const there = await newDatabase(make).engine();
    await there.store.importRun({ generations, onExisting: "reject", exportedAt: t0, at: t0 });
    const row = (await there.store.find("x")) as RunRow;
    expect(row).toMatchObject({ pinned: true, build: "1" });
    await there.store.control(row.key, { kind: "resume" }, t0);
    expect(await claim(there, { build: "2" })).toEqual([]);
    expect(builds(await claim(there))).toEqual([["x", "1"]]);
  });
}

function hindered(make: MakeProvider): void {
  it("that no live worker may take are told, with the builds that there are", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const gone = await startPending(store, { pin: { build: "0" } });
    const mine = await startPending(store, { pin: { build: "1" } });
    const unserved = await startPending(store, { pin: { build: "0" }, workflow: "x" });
    const asleep = await startRunning(engine, { pin: { build: "1" } });
    await change(engine, asleep, { event: "park", wakeAt: t0 + 5, why: "sleeps", seen: 0 });
    const of = (run: RunRow, at = t0) => store.hindrances([run.key], at).then((found) => found.get(run.key));
    expect(await of(gone)).toEqual({ kind: "no-build", build: "0", builds: ["1"] });
    expect(await of(mine)).toBeUndefined();
    expect(await of(unserved)).toEqual({ kind: "no-build", build: "0", builds: [] });
    await store.reap([{ key: engine.worker }], t0);
    expect(await of(asleep, t0 + 4)).toBeUndefined();
    expect(await of(asleep, t0 + 5)).toEqual({ kind: "no-build", build: "1", builds: [] });
  });
}
