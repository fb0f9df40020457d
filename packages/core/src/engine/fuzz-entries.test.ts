import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as core from "../index.ts";
import type { Batch, Store } from "../store/port.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { arbitraries, nonsense } from "../testing/nonsense.ts";
import { callsOf, complaintOf, type Entry } from "../testing/refusals.ts";

// Every public entry of the core, called with nonsense in each place of its arguments: it takes it or refuses it with a
// typed error, in time, and what it refuses leaves nothing behind.

const { Stepwell, memory, workflow, task } = core;
const idle = workflow("idle", async (wf: core.WorkflowContext) => await wf.receive("end"));
const done = workflow("done", () => 1);
const add = task("add", (n: number) => n);
const all = [...nonsense, ...arbitraries(10, 1)];

let written = 0;
const counts = (verb: keyof Store): Around => {
  const counted = async (next: (...args: unknown[]) => unknown, ...args: unknown[]) => {
    const result = await next(...args);
    written++;
    return result;
  };
  return { [verb]: counted } as Around;
};
const verbs = [
  "control",
  "setLimit",
  "removeLimit",
  "setQueue",
  "fork",
  "nextGeneration",
  "importRun",
  "remove",
] as const;
const store = aroundStore(memory(), {
  ...Object.assign(
    {},
    ...[...verbs, "putDocument", "removeDocument", "changeDocuments"].map((verb) => counts(verb as keyof Store)),
  ),
  commit: async (next: Store["commit"], batch: Batch) => {
    const result = await next(batch);
    written += result.starts.filter((start) => start.created).length + result.sends.filter((send) => send.sent).length;
    return result;
  },
});

let engine: core.Stepwell;
let waiting: core.RunHandle;
let ended: core.RunHandle;
beforeAll(async () => {
  engine = await Stepwell.open({ store, workflows: [idle, done], tasks: [add] });
  waiting = await engine.start(idle, undefined, { id: "idle" });
  ended = await engine.start(done, undefined, { id: "done" });
  await ended.result();
});
afterAll(() => engine.close({ graceMs: 0 }));

const nothing = () => undefined;
const is =
  <T>(value: T) =>
  () =>
    value;
let made = 0;
/** A run of its own, for what ends it. */
const fresh = async () => {
  const started = await engine.start(idle, undefined, { id: `fresh-${made++}` });
  written--;
  return started;
};
type Any = never;

const start = ["id", "onExisting", "delay", "at", "expiresIn", "priority", "tags", "timeout"];
const filter = ["status", "workflow", "tag", "parent", "text", "since", "until", "attribute"];

const engineEntries: Record<string, Entry> = {
  add: { call: async (w: Any) => engine.add(w), good: [() => core.workflow(`added-${made++}`, async () => 1)] },
  start: {
    call: (...a) => engine.start(...(a as unknown as [Any])),
    good: [is(done), nothing, nothing],
    options: start,
  },
  startMany: { call: (w: Any, i: Any) => engine.startMany(w, i), good: [is(done), () => [{ input: undefined }]] },
  execute: { call: (...a) => engine.execute(...(a as unknown as [Any])), good: [is(done), nothing, nothing] },
  handle: { call: (id: Any) => engine.handle(id), good: [is("idle")] },
  list: { call: (f: Any, p: Any) => engine.list(f, p), good: [nothing, nothing], options: ["limit", "cursor"] },
  approvals: {
    call: (f: Any, p: Any) => engine.approvals(f, p),
    good: [nothing, nothing],
    options: ["limit", "cursor"],
  },
  completeCallback: { call: (t: Any, v: Any) => engine.completeCallback(t, v), good: [is("x"), nothing] },
  count: { call: (f: Any) => engine.count(f), good: [nothing], options: filter },
  idsLike: { call: (part: Any) => engine.idsLike(part), good: [is("i")] },
  stats: { call: (f: Any) => engine.stats(f), good: [nothing], options: ["workflow"] },
  gc: {
    call: (o: Any) => engine.gc(o),
    good: [is({ workflow: "none" })],
    options: ["olderThan", "status", "workflow", "limit", "dryRun"],
  },
  export: { call: (id: Any, o: Any) => engine.export(id, o), good: [is("idle"), nothing], options: ["generations"] },
  import: { call: (d: Any, o: Any) => engine.import(d, o), good: [nothing, nothing], options: ["id", "onExisting"] },
  on: { call: (e: Any, l: Any) => engine.on(e, l)(), good: [is("signal"), is(() => {})] },
  register: {
    call: (k: Any, n: Any, i: Any) => engine.register(k, n, i),
    good: [is("k"), () => `n${made++}`, nothing],
  },
  implementation: { call: (k: Any, n: Any) => engine.implementation(k, n), good: [is("k"), is("n0")] },
  checkDeploy: { call: (o: Any) => engine.checkDeploy(o), good: [nothing], options: ["limit", "workflow"] },
  rotate: { call: (...a) => engine.rotate(...(a as [])), good: [nothing] },
  workers: { call: (...a) => engine.workers(...(a as [])), good: [nothing] },
  close: {
    call: async (o: Any) => {
      const one = await Stepwell.open({ store: memory(), workflows: [done] });
      try {
        await one.close(o);
      } finally {
        await one.close();
      }
    },
    good: [nothing],
    options: ["graceMs"],
  },
};

const act = (name: "retryStep" | "skipStep"): Entry => ({
  call: (s: Any, o: Any) => waiting[name](s, o),
  good: [is("s"), nothing],
  options: ["by"],
});

const handleEntries: Record<string, Entry> = {
  status: { call: (...a) => waiting.status(...(a as [])), good: [nothing] },
  why: { call: (...a) => waiting.why(...(a as [])), good: [nothing] },
  result: { call: (o: Any) => ended.result(o), good: [nothing], options: ["timeout", "rejectOn"] },
  cancel: { call: async (r: Any) => (await fresh()).cancel(r), good: [nothing] },
  kill: { call: async (r: Any) => (await fresh()).kill(r), good: [nothing] },
  signal: {
    call: (s: Any, v: Any, o: Any) => waiting.signal(s, v, o),
    good: [is("go"), nothing, nothing],
    options: ["key"],
  },
  answer: {
    call: (a: Any, v: Any, o: Any) => waiting.answer(a, v, o),
    good: [is("q"), nothing, nothing],
    options: ["by"],
  },
  pause: { call: (...a) => ended.pause(...(a as [])), good: [nothing] },
  resume: { call: (o: Any) => waiting.resume(o), good: [nothing], options: ["build", "by"] },
  retry: { call: (o: Any) => ended.retry(o), good: [nothing], options: ["from", "build"] },
  retryStep: act("retryStep"),
  completeStep: { call: (s: Any, v: Any, o: Any) => waiting.completeStep(s, v, o), good: [is("s"), nothing, nothing] },
  skipStep: act("skipStep"),
  failStep: { call: (s: Any, m: Any, o: Any) => waiting.failStep(s, m, o), good: [is("s"), is("m"), nothing] },
  fork: { call: (o: Any) => ended.fork(o), good: [nothing], options: ["at", "input", "id"] },
  replay: { call: (f: Any) => ended.replay(f), good: [nothing] },
  get: { call: (k: Any) => waiting.get(k), good: [is("k")] },
  journal: { call: (o: Any) => waiting.journal(o), good: [nothing], options: ["after", "limit"] },
  logs: { call: (o: Any) => waiting.logs(o), good: [nothing], options: ["after", "limit"] },
  activity: { call: (...a) => waiting.activity(...(a as [])), good: [nothing] },
  items: { call: (...a) => waiting.items(...(a as [])), good: [nothing] },
  executing: { call: (...a) => waiting.executing(...(a as [])), good: [nothing] },
  watch: {
    call: async (o: Any) => {
      for await (const _item of ended.watch(o)) return;
    },
    good: [nothing],
    options: ["after", "signal"],
  },
};

const document = is({ kind: "k", name: "n" });
const partEntries = (): Record<string, Record<string, Entry>> => ({
  limits: {
    set: { call: (n: Any, u: Any) => engine.limits.set(n, u), good: [is("l"), is(1)] },
    list: { call: (...a) => engine.limits.list(...(a as [])), good: [nothing] },
    remove: { call: (n: Any) => engine.limits.remove(n), good: [is("l")] },
  },
  queues: {
    list: { call: (...a) => engine.queues.list(...(a as [])), good: [nothing] },
    pause: { call: (n: Any) => engine.queues.pause(n), good: [is("q")] },
    resume: { call: (n: Any) => engine.queues.resume(n), good: [is("q")] },
    drain: { call: (n: Any) => engine.queues.drain(n), good: [is("q")] },
  },
  documents: {
    put: {
      call: (d: Any, b: Any, o: Any) => engine.documents.put(d, b, o),
      good: [document, nothing, nothing],
      options: ["encrypted"],
    },
    get: { call: (d: Any) => engine.documents.get(d), good: [document], options: ["kind", "name"] },
    list: {
      call: (k: Any, p: Any) => engine.documents.list(k, p),
      good: [is("k"), nothing],
      options: ["limit", "cursor"],
    },
    remove: { call: (d: Any) => engine.documents.remove(d), good: [document], options: ["kind", "name"] },
    // What a function throws is its own.
    change: {
      call: (f: Any) => engine.documents.change(typeof f === "function" ? () => {} : f),
      good: [is(() => undefined)],
    },
  },
});

/** Public methods: what the class has, but for accessors and symbols. */
function methodsOf(prototype: object): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === "function" && name !== "constructor")
    .map(([name]) => name)
    .sort();
}

function itRefuses(entries: Record<string, Entry>): void {
  it.each(Object.entries(entries))(
    "%s",
    async (_, entry) => {
      const complaints: (string | undefined)[] = [];
      for (const call of callsOf(entry, all)) complaints.push(await complaintOf(entry, call, () => written));
      expect(complaints.filter((each) => each !== undefined)).toEqual([]);
      expect(await engine.execute(done)).toBe(1);
    },
    60_000,
  );
}

describe("the engine", () => {
  it("has no entry that is not tried", () => {
    expect(Object.keys(engineEntries).sort()).toEqual(methodsOf(Stepwell.prototype));
    expect(Object.keys(handleEntries).sort()).toEqual(methodsOf(core.RunHandle.prototype));
    for (const [part, entries] of Object.entries(partEntries()))
      expect(Object.keys(entries).sort()).toEqual(Object.keys(engine[part as "limits"]).sort());
  });
  itRefuses(engineEntries);
});

describe("a handle", () => itRefuses(handleEntries));
describe.each(Object.entries(partEntries()))("engine.%s", (_, entries) => itRefuses(entries));
