import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as core from "../index.ts";
import { arbitraries, nonsense } from "../testing/nonsense.ts";
import { callsOf, complaintOf, type Entry, problemOf } from "../testing/refusals.ts";
import { makeContext } from "./context.ts";

// Every call of workflow code, every definition and every helper, with nonsense in each place of its arguments: what is
// thrown is an error of ours, at once, and neither the run nor the process stumbles.

const { Stepwell, memory, workflow, task } = core;
const all = [...nonsense, ...arbitraries(8, 2)];
const nothing = () => undefined;
const is =
  <T>(value: T) =>
  () =>
    value;
const fn = is(() => 1);
const done = workflow("done", () => 1);
const add = task("add", (n: number) => n);
const step = ["retry", "timeout", "totalTimeout", "heartbeatTimeout", "atMostOnce", "onExhausted", "cache"];
const child = ["id", "name", "priority", "tags", "timeout", "delay"];

type Any = never;
type Context = core.WorkflowContext;
type Calls = { readonly [name: string]: Omit<Entry, "call"> };

/** These execute what they are given at once: what it throws is the user's own. */
const executes: ReadonlySet<string> = new Set(["map", "race", "scope", "shield"]);

function isExecuted(value: unknown): boolean {
  try {
    return typeof value === "function" || Object.values(value as object).some((part) => typeof part === "function");
  } catch {
    return false;
  }
}

const calls: Calls = {
  step: { good: [is("s"), fn, nothing], options: step },
  poll: { good: [is("p"), fn, is({ every: 1, until: () => true })], options: ["every", "until", "timeout", "retry"] },
  run: { good: [is(add), nothing, nothing], options: ["name", ...step] },
  transaction: { good: [is("t"), fn, nothing], options: ["retry"] },
  map: { good: [is([1]), fn, nothing], options: ["concurrency", "maxFailures", "name"] },
  race: { good: [is({ a: () => 1 })] },
  scope: { good: [is("s"), fn, nothing], options: ["signal"] },
  shield: { good: [fn] },
  compensate: { good: [is("c"), fn, nothing], options: step },
  sleep: { good: [is(1), nothing], options: ["name"] },
  call: { good: [is(done), nothing, nothing], options: child },
  start: { good: [is(done), nothing, nothing], options: [...child, "detached"] },
  receive: { good: [is("go"), nothing], options: ["timeout", "match", "name"] },
  callback: { good: [nothing], options: ["schema", "timeout", "name"] },
  ask: { good: [is({ title: "q" })], options: ["title", "schema", "form", "assignees", "timeout", "default", "name"] },
  send: { good: [is("nobody"), is("go"), nothing] },
  set: { good: [is("k"), is(1)] },
  get: { good: [is("k"), nothing] },
  attributes: { good: [is({ a: 1 })] },
  title: { good: [is("t")] },
  random: { good: [nothing] },
  uuid: { good: [nothing] },
  timeLimit: { good: [is("1 h"), nothing] },
  now: { good: [nothing] },
  patched: { good: [is("p")] },
  log: { good: [is("t"), nothing] },
  progress: { good: [is(1), nothing] },
  continueAs: { good: [is(1)] },
};

let engine: core.Stepwell;
const trials = new Map<string, (wf: Context) => unknown>();
const flow = workflow("flow", async (wf: Context, key: string) => {
  const trial = trials.get(key);
  if (trial === undefined) return "the next generation";
  // What is taken may wait for ever.
  const what = trial(wf);
  // What it gives may be what it was given, and that cannot be awaited.
  if (key.startsWith("get,")) return "taken";
  if (what instanceof Promise) await Promise.race([what, wf.sleep(2)]);
  return "taken";
});

beforeAll(async () => {
  engine = await Stepwell.open({ store: memory(), workflows: [flow, done], tasks: [add], defaults: { retry: false } });
});
afterAll(() => engine.close({ graceMs: 0 }));

/** What ended the run, if that is to be complained of. */
async function complaintOfRun(key: string): Promise<string | undefined> {
  const run = await engine.start(flow, key);
  const end = await run.result({ rejectOn: ["blocked"], timeout: "10 s" }).then(
    () => undefined,
    (error: Error) => error,
  );
  if (end === undefined) return undefined;
  const { code, cause } = end as core.StepwellError;
  if (code !== "run-failed") return `${key}: ended with ${code}: ${end.message.slice(0, 200)}`;
  const problem = problemOf(cause);
  return problem === undefined ? undefined : `${key}: ${problem}`;
}

describe("workflow code", () => {
  it("has no call that is not tried", () => {
    const facts = ["id", "parent", "root", "generation", "retries", "abortSignal"];
    const context = Object.getPrototypeOf(makeContext({} as never)) as object;
    const names = Object.getOwnPropertyNames(context).filter((name) => name !== "constructor");
    expect([...Object.keys(calls), ...facts].sort()).toEqual(names.sort());
  });

  it.each(Object.entries(calls))(
    "wf.%s",
    async (name, rest) => {
      const entry = { ...rest, call: nothing };
      const given = executes.has(name) ? all.filter(([, value]) => !isExecuted(value())) : all;
      const keys = callsOf(entry, given).map(({ name: what, args }) => {
        const key = `${name}, ${what}`;
        trials.set(key, (wf) => (wf[name as "step"] as (...given: Any[]) => unknown)(...(args() as Any[])));
        return key;
      });
      const complaints: (string | undefined)[] = [];
      while (keys.length > 0) complaints.push(...(await Promise.all(keys.splice(0, 50).map(complaintOfRun))));
      expect(complaints.filter((each) => each !== undefined)).toEqual([]);
      trials.clear();
      expect(await engine.execute(done)).toBe(1);
    },
    60_000,
  );
});

const opened = async (options: object) => {
  let whole: object | undefined;
  try {
    whole = { store: memory(), workflows: [done], ...options };
  } catch {
    // What cannot even be spread is given as it is.
  }
  const one = await Stepwell.open((whole ?? options) as core.OpenOptions);
  await one.close();
};
const openOptions = ["store", "workflows", "tasks", "worker", "namespace", "build", "guard", "defaults", "plugins"];
const workerOptions = ["concurrency", "queues", "runs", "threads", "processes"];
const workflowOptions = [
  "name",
  "timeout",
  "input",
  "output",
  "queue",
  "cache",
  "versioning",
  "onFailure",
  "onComplete",
];
const key = Buffer.alloc(32, 1);

const functions: Record<string, Entry> = {
  "Stepwell.open": { call: (o: Any) => Stepwell.open(o), good: [is({ store: 1 })] },
  "Stepwell.open, options": {
    call: opened as Entry["call"],
    good: [is({})],
    options: [...openOptions, "errors", "codec", "retention", "log", "host"],
  },
  "Stepwell.open, worker": { call: (w: Any) => opened({ worker: w }), good: [is({})], options: workerOptions },
  "Stepwell.open, defaults": {
    call: (d: Any) => opened({ defaults: d }),
    good: [is({})],
    options: ["retry", "valueBytes"],
  },
  "Stepwell.open, retention": {
    call: (r: Any) => opened({ retention: r }),
    good: [is({})],
    options: ["completed", "failed"],
  },
  workflow: {
    call: (o: Any, f: Any) => workflow(f, o),
    good: [fn, is({ name: "w" })],
    options: [...workflowOptions, "concurrency", "rateLimit", "limits"],
  },
  task: {
    call: (n: Any, f: Any, o: Any) => task(n, o, f),
    good: [is("t"), fn, is({})],
    options: [...step, "isolation", "memory", "input", "output"],
  },
  signal: { call: (n: Any, o: Any) => core.signal(n, o), good: [is("s"), is({})], options: ["schema"] },
  definePlugin: {
    call: (p: Any) => core.definePlugin(p),
    good: [is({ name: "p", setup: () => {} })],
    options: ["name", "setup"],
  },
  encryption: {
    call: (o: Any) => core.encryption(o),
    good: [is({ keys: { a: key }, current: "a" })],
    options: ["keys", "current"],
  },
  sqlite: { call: (p: Any, o: Any) => core.sqlite(p, o), good: [is("file.db"), nothing], options: ["busyMs"] },
  memory: { call: (n: Any) => core.memory(n), good: [nothing] },
  toMs: { call: (d: Any, w: Any) => core.toMs(d, w), good: [is(1), nothing] },
  RetryAfter: {
    call: (d: Any, o: Any) => new core.RetryAfter(d, o),
    good: [is(1), is({})],
    options: ["message", "cause"],
  },
  formatMs: { call: (n: Any) => core.formatMs(n), good: [is(1)] },
  isFailure: { call: (e: Any, c: Any) => core.isFailure(e, c), good: [is(new TypeError("x")), is("run-failed")] },
  messageOf: { call: (e: Any) => core.messageOf(e), good: [is(new TypeError("x"))] },
  isTask: { call: (v: Any) => core.isTask(v), good: [is(add)] },
  isWorkflow: { call: (v: Any) => core.isWorkflow(v), good: [is(done)] },
  isFinished: { call: (s: Any) => core.isFinished(s), good: [is("running")] },
  current: { call: (...a) => core.current(...(a as unknown as [])), good: [nothing] },
};

describe("what is imported", () => {
  it.each(Object.entries(functions))(
    "%s",
    async (_, entry) => {
      const complaints: (string | undefined)[] = [];
      for (const call of callsOf(entry, all)) complaints.push(await complaintOf(entry, call, () => 0));
      expect(complaints.filter((each) => each !== undefined)).toEqual([]);
    },
    60_000,
  );

  it("is tried, but for what shows things, makes errors of other packages, or is a store's or machine's part", () => {
    const left = ["RunTree", "formatNumber", "failure", "fromCatalogue", "nodeHost", "inspectStore"];
    const classes = (value: unknown) => typeof value === "function" && /^class\b/.test(String(value));
    const names = Object.entries(core).filter(([, value]) => typeof value === "function" && !classes(value));
    expect(names.map(([name]) => name).filter((name) => !(name in functions) && !left.includes(name))).toEqual([]);
  });
});
