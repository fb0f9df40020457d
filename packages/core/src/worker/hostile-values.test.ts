import { afterEach, describe, expect, it } from "vitest";
import { Stepwell } from "../engine/engine.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { signal } from "../operations/signal.ts";
import { task } from "../operations/task.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { hostile } from "../testing/hostile.ts";
import { until } from "../testing/until.ts";

// Whatever users' code throws, returns or gives has no shape that can be relied on. None of it ends the process, stops
// the worker, or keeps a run from ending or being blocked.

const kinds = Object.keys(hostile);
const make = (n: number) => hostile[kinds[n] as string]?.();
const fling = (n: number): never => {
  throw make(n);
};

const once = { retry: { maxAttempts: 2, initial: 1, max: 1 } } as const;
const schemaOf = (validate: (value: unknown) => unknown) =>
  ({ "~standard": { version: 1, vendor: "test", validate } }) as never;

type Flow = (wf: WorkflowContext, n: number) => unknown;

/** What a run does with the n-th of them. */
const places: Readonly<Record<string, Flow>> = {
  "thrown by a body": (wf, n) => wf.step("s", () => fling(n), once),
  "rejected by a body": (wf, n) => wf.step("s", async () => fling(n), once),
  "rejected by a body with a value alone": (wf, n) => wf.step("s", () => Promise.reject(make(n)), once),
  "returned by a body": (wf, n) => wf.step("s", () => make(n), once),
  "resolved by a body": (wf, n) => wf.step("s", async () => [make(n)], once),
  "set by a body": (wf, n) => wf.step("s", (s) => s.set("k", make(n)), once),
  "reported by a body": (wf, n) => wf.step("s", (s) => s.heartbeat(make(n)), once),
  "logged by a body": (wf, n) => wf.step("s", (s) => s.log(make(n) as never), once),
  "thrown by the function": (_, n) => fling(n),
  "returned by the function": (_, n) => make(n),
  "caught by the function and thrown on": async (wf, n) => {
    try {
      await wf.step("s", () => fling(n), once);
    } catch (error) {
      throw new TypeError("again", { cause: (error as Error).cause });
    }
  },
  "set by the function": (wf, n) => wf.set("k", make(n)),
  "as title and attributes": (wf, n) => {
    wf.title(make(n) as never);
  },
  "as attributes": (wf, n) => wf.attributes({ a: make(n) as never }),
  "logged by the function": (wf, n) => wf.log(make(n) as never),
  "thrown by a compensation": (wf, n) => {
    wf.compensate("c", () => fling(n), once);
    return fling(n);
  },
  "returned by a compensation": (wf, n) => {
    wf.compensate("c", () => make(n), once);
    throw new RangeError("undo");
  },
  "thrown by retryIf": (wf, n) =>
    wf.step("s", () => fling(n), { retry: { maxAttempts: 2, initial: 1, retryIf: () => fling(n) } }),
  "returned by retryIf": (wf, n) =>
    wf.step("s", () => fling(n), { retry: { maxAttempts: 2, initial: 1, retryIf: () => make(n) as never } }),
  "thrown by match": (wf, n) => wf.receive("go", { match: () => fling(n) }),
  "thrown by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(() => fling(n)) }), { timeout: 20 }),
  "rejected by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(async () => fling(n)) }), { timeout: 20 }),
  "answered by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(() => make(n)) }), { timeout: 20 }),
  "made by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(() => ({ value: make(n) })) }), { timeout: 20 }),
  "complained of by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(() => ({ issues: [make(n)] })) }), { timeout: 20 }),
  "complained with by a signal's schema": (wf, n) =>
    wf.receive(signal("go", { schema: schemaOf(() => ({ issues: make(n) })) }), { timeout: 20 }),
  "thrown by a branch": (wf, n) => wf.race({ a: () => fling(n) }),
  "given as a branch": (wf, n) => wf.race({ a: make(n) as never }),
  "thrown for an item": (wf, n) => wf.map([1, 2], () => fling(n)),
  "returned for an item": (wf, n) => wf.map([1, 2], () => make(n)),
  "thrown in a scope": (wf, n) => wf.scope("s", () => fling(n)),
  "thrown in a shield": (wf, n) => wf.shield(() => fling(n)),
  "thrown by a poll": (wf, n) => wf.poll("p", () => fling(n), { every: 1, timeout: 5, until: () => true, ...once }),
  "returned by a poll": (wf, n) => wf.poll("p", () => make(n), { every: 1, timeout: 5, until: () => true }),
  "thrown by until": (wf, n) => wf.poll("p", () => 1, { every: 1, timeout: 5, until: () => fling(n) }),
  "thrown by a transaction": (wf, n) => wf.transaction("t", () => fling(n), once),
  "returned by a transaction": (wf, n) => wf.transaction("t", () => make(n) as never, once),
  "sent to another run": (wf, n) => wf.send(`other-${n}`, "go", make(n)),
  "given to a child": (wf, n) => wf.call(idle, make(n)),
  "given to a started child": async (wf, n) => (await wf.start(idle, make(n))).result(),
  "left behind": async (wf, n) => {
    void Promise.reject(make(n));
    await wf.sleep(5);
  },
  "given to the next generation": (wf, n) => (typeof n === "number" ? wf.continueAs(make(n)) : "over"),
  "as the key of a cache": (wf, n) =>
    wf.run(
      task("cached", { ...once, cache: { key: () => make(n) as never, ttl: "1 h" } }, () => 1),
      undefined,
    ),
  "thrown by the key of a cache": (wf, n) =>
    wf.run(
      task("cached", { ...once, cache: { key: () => fling(n), ttl: "1 h" } }, () => 1),
      undefined,
    ),
  "thrown by a task's schemas": (wf, n) =>
    wf.run(
      task("checked", { ...once, input: schemaOf(() => fling(n)) }, () => 1),
      1 as never,
    ),
  "answered by a task's schemas": (wf, n) =>
    wf.run(
      task("checked", { ...once, output: schemaOf(() => make(n)) }, () => 1 as never),
      1,
    ),
  "given to ask": (wf, n) => wf.ask({ title: "q", timeout: 5, default: make(n) }),
  "shown by ask": (wf, n) => wf.ask({ title: "q", timeout: 5, form: make(n) as never }),
};

const idle = workflow("idle", () => "idle");
const engines: Stepwell[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close({ graceMs: 0 });
});

async function opened(flow: ReturnType<typeof workflow>, more: object = {}): Promise<Stepwell> {
  const engine = await Stepwell.open({ store: memory(), workflows: [flow, idle], ...more } as never);
  engines.push(engine);
  return engine;
}

const moving = ["pending", "running", "waiting"] as const;

/** Everything has come to an end or is blocked, and the engine is as good as new. */
async function allEnd(engine: Stepwell): Promise<void> {
  const left = async () => {
    const { items } = await engine.list({ status: [...moving] });
    return items.map(({ id, status, why }) => `${id} ${kinds[Number(id.slice(1))]}: ${status} ${why}`);
  };
  await until("all runs end", async () => (await left()).length === 0, 8_000).catch(async () => {
    expect(await left()).toEqual([]);
  });
  expect(await engine.execute(idle)).toBe("idle");
}

describe.each(Object.entries(places))("%s", (_, fn) => {
  it("ends its run", async () => {
    const engine = await opened(workflow("flow", fn) as never);
    const runs = await Promise.all(kinds.map((_kind, n) => engine.start("flow", n, { id: `r${n}` })));
    await Promise.all(runs.map((run) => run.signal("go", 1).catch(() => {})));
    await allEnd(engine);
    for (const run of runs) {
      const { status } = await run.status();
      if (status !== "blocked") await run.result().catch(() => {});
      await run.journal();
    }
  });
});

describe("thrown by listeners", () => {
  it("goes to the log, and what the log throws goes nowhere", async () => {
    const heard: unknown[] = [];
    const log = (text: string): never => {
      heard.push(text);
      throw new TypeError("no log");
    };
    const engine = await opened(workflow("flow", (_, n: number) => n) as never, { log });
    let n = 0;
    engine.on("run-finished", () => fling(n++));
    for (const _kind of kinds) await engine.execute("flow" as never, 1 as never);
    await until("all were told", () => heard.length >= kinds.length);
    await allEnd(engine);
  });
});
