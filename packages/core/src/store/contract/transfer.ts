import { describe, expect, it } from "vitest";
import type { RunImport, RunRow, Store, WholeRun } from "../port.ts";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  newLine,
  only,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";

export function transferContract(make: MakeProvider): void {
  describe("export", () => exports(make));
  describe("import", () => imports(make));
}

/** A run that has something of everything, and waits. */
async function richRun(engine: Engine): Promise<RunRow> {
  const run = await startRunning(engine, {
    id: "rich",
    tags: ["eu", "big"],
    input: JSON.stringify("i".repeat(3_000)),
    lineage: { parent: "above", root: "top", detached: true },
    timeoutMs: 5_000,
  });
  for (const dedup of [undefined, "k", "taken"])
    await engine.store.commit(
      newBatch(undefined, { sends: [{ to: "rich", name: "signal~a", payload: '"hello"', dedup, onlyOpen: false }] }),
    );
  const taken = (await engine.store.inbox(run.key)).at(-1)?.position ?? 0;
  const opening = { op: "ask~ship", kind: "ask" as const, askedAt: t0, dueAt: t0 + 9, assignees: ["ada"], shown: "{}" };
  await write(engine, run, {
    entries: [
      newEntry(1),
      newEntry(2, { value: JSON.stringify("v".repeat(2_000_000)) }),
      newEntry(3, { value: undefined }),
    ],
    data: [["k", '"datum"']],
    title: "Rich",
    attributes: { size: 3, kind: "x", rush: true },
    logs: [newLine(1), newLine(2, { level: "warn" })],
    consumed: [taken],
    openings: [{ do: "open", opening: { ...opening, problem: undefined } }],
  });
  const { position } = (await engine.store.inbox(run.key)).at(-1) ?? { position: 0 };
  await change(engine, run, { event: "park", wakeAt: t0 + 100, why: "for a", seen: position });
  return run;
}

function exports(make: MakeProvider): void {
  it("gives everything, with large values in their places", async () => {
    const engine = await newDatabase(make).engine();
    await richRun(engine);
    const found = only(await engine.store.exportRun("rich", "newest"));
    expect(found.facts).toMatchObject({
      id: "rich",
      status: "waiting",
      parent: "above",
      detached: true,
      title: "Rich",
    });
    expect(found.facts.input).toHaveLength(3_002);
    expect(found.entries.map(({ seq, value }) => [seq, value?.length])).toEqual([
      [1, 9],
      [2, 2_000_002],
      [3, undefined],
    ]);
    expect(found.logs.map(({ n, level }) => [n, level])).toEqual([
      [1, "info"],
      [2, "warn"],
    ]);
    expect(found.data).toEqual([{ key: "k", value: '"datum"', inherited: undefined }]);
    expect(found.inbox.map(({ dedup, payload }) => [dedup, payload])).toEqual([
      [undefined, '"hello"'],
      ["k", '"hello"'],
      ["taken", undefined],
    ]);
    expect(found.openings).toMatchObject([{ op: "ask~ship", assignees: ["ada"] }]);
  });

  it("gives nothing of an id that is unknown, or of another namespace", async () => {
    const database = newDatabase(make);
    await startPending(await database.open(), { id: "x" });
    expect(await (await database.open("other")).exportRun("x", "all")).toEqual([]);
  });

  it("gives all generations, oldest first, or the newest", async () => {
    const { store } = await threeGenerations(make);
    expect((await store.exportRun("x", "all")).map(({ facts }) => facts.generation)).toEqual([1, 2, 3]);
    expect((await store.exportRun("x", "newest")).map(({ facts }) => facts.generation)).toEqual([3]);
  });
}

async function threeGenerations(make: MakeProvider): Promise<Engine> {
  const engine = await newDatabase(make).engine();
  await startRunning(engine, { id: "x", tags: ["t"] });
  for (const entries of [[newEntry(1)], [newEntry(1), newEntry(2)]]) {
    const run = (await engine.store.find("x")) as RunRow;
    if (run.status === "pending") await claim(engine);
    const held = (await engine.store.find("x")) as RunRow;
    const missing = entries.slice((await engine.store.journal(run.key, 0, 9)).length);
    await write(engine, held, { entries: missing, change: { event: "fail", error: '"e"', why: "e" } }, t0 + 5);
    await engine.store.nextGeneration(run.key, { entries, seed: run.seed }, t0 + 6);
  }
  return engine;
}

const at = t0 + 1_000;

function bring(store: Store, generations: readonly WholeRun[], parts: Partial<RunImport> = {}) {
  return store.importRun({ generations, onExisting: "reject", exportedAt: t0 + 500, at, ...parts });
}

function imports(make: MakeProvider): void {
  it("brings in what was exported: exporting it again gives the same, but that it is paused", async () => {
    const engine = await newDatabase(make).engine();
    await richRun(engine);
    const exported = await engine.store.exportRun("rich", "all");
    const there = await newDatabase(make).engine();
    const { created, row } = await bring(there.store, exported);
    const paused = { status: "paused", pausedAt: t0 + 500, importedAt: at, owner: undefined, wakeAt: undefined };
    expect([created, row]).toMatchObject([true, paused]);
    const { facts, ...rest } = only(await there.store.exportRun("rich", "all"));
    const before = only(exported);
    expect(rest).toEqual(withoutFacts(before));
    expect(facts).toEqual({ ...before.facts, status: "paused", why: undefined, pausedAt: t0 + 500 });
    expect(await claim(there, {}, at)).toEqual([]);
    for (const filter of [{ tag: "eu" }, { attribute: { name: "size", value: 3 } }, { parent: "above" }])
      expect((await there.store.list(filter, { limit: 9 })).items.map(({ id }) => id)).toEqual(["rich"]);
    expect((await there.store.asks({ assignee: "ada" }, { limit: 9 })).items).toHaveLength(1);
  });

  it("keeps of which run it is a fork, and of how much", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine, { id: "from" });
    await write(engine, run, { entries: [newEntry(1)], data: [["k", "1"]] });
    const begin = {
      entries: [newEntry(1)],
      seed: run.seed,
      input: run.input,
      data: [],
      awaits: [],
      handles: [],
      title: undefined,
      attributes: {},
    };
    await engine.store.fork(run.key, { ...begin, at: begin.entries.length, id: "fork" }, t0);
    const there = await newDatabase(make).engine();
    const { row } = await bring(there.store, await engine.store.exportRun("fork", "newest"));
    expect(row.forkedFrom).toEqual({ id: "from", at: 1 });
  });

  it("lets it be resumed: a claim brings its journal and its messages", async () => {
    const engine = await newDatabase(make).engine();
    await richRun(engine);
    const there = await newDatabase(make).engine();
    const { row } = await bring(there.store, await engine.store.exportRun("rich", "newest"));
    await there.store.control(row.key, { kind: "resume" }, at + 1);
    const claimed = only(await claim(there, {}, at + 1));
    expect([claimed.entries?.length, claimed.inbox.length, claimed.row.claim]).toEqual([3, 2, 2]);
    expect(claimed.row.pausedMs).toBe(501);
    const again = await there.store.commit(
      newBatch(undefined, { sends: [{ to: "rich", name: "signal~a", payload: "1", dedup: "taken", onlyOpen: false }] }),
    );
    expect(only(again.sends)).toMatchObject({ repeated: true });
  });

  it("keeps finished generations as they are, and counts them", async () => {
    const { store } = await threeGenerations(make);
    const exported = await store.exportRun("x", "all");
    const there = await newDatabase(make).open();
    await bring(there, exported);
    expect(await there.find("x", 1)).toMatchObject({ status: "failed", endedAt: t0 + 5, error: '"e"' });
    expect((await there.list({ tag: "t" }, { limit: 9 })).items.map(({ generation }) => generation)).toEqual([3]);
    const failed = (await there.stats()).find(({ state }) => state === "failed");
    expect(failed).toMatchObject({ runs: 0, ended: 2 });
  });

  it("changes nothing where the id is taken", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startPending(engine.store, { id: "x" });
    const exported = await engine.store.exportRun("x", "newest");
    expect(await bring(engine.store, exported)).toEqual({ created: false, row: run, problem: "exists" });
    const there = { created: false, row: run };
    expect(await bring(engine.store, exported, { onExisting: "return" })).toEqual({ ...there, problem: undefined });
    const other = exported.map((whole) => ({ ...whole, facts: { ...whole.facts, input: "2" } }));
    expect(await bring(engine.store, other, { onExisting: "return" })).toEqual({ ...there, problem: "other-input" });
  });
}

function withoutFacts({ facts, ...rest }: WholeRun): Omit<WholeRun, "facts"> {
  return rest;
}
