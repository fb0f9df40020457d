import { describe, expect, it } from "vitest";
import type { Entry } from "../model/entry.ts";
import { NonRetryableError } from "../model/retry-signals.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// A value that cannot be read blocks its run, whatever the code does with the error, and fails nothing.

const keyA = new Uint8Array(32).fill(1);
const keyB = new Uint8Array(32).fill(2);
const codecA = encryption({ keys: { a: keyA }, current: "a" });
const codecB = encryption({ keys: { b: keyB }, current: "b" });
const both = encryption({ keys: { a: keyA, b: keyB }, current: "b" });

/** Starts a run that waits in its middle, and leaves it to others. */
async function halfWay(store: StoreProvider): Promise<void> {
  const engine = await openEngine({ store, workflows: [waits], codec: codecA });
  const handle = await engine.start(waits, "in", { id: "r" });
  await until("it waits", async () => (await handle.status()).status === "waiting");
  await engine.close();
}

const waits = workflow("waits", async (wf, input: string) => {
  wf.title("seen");
  wf.log("line");
  const a = await wf.step("a", () => `${input}1`);
  await wf.sleep("1200 ms");
  try {
    wf.set("k", a);
  } catch {
    return "swallowed";
  }
  return `${a}2`;
});

describe("a missing key", () => {
  it.each([
    { has: "another key", codec: codecB },
    { has: "none", codec: undefined },
  ])("blocks the run naming it where the engine has $has; it goes on with the key", async ({ codec }) => {
    const store = memory();
    await halfWay(store);
    const engine = await openEngine({ store, workflows: [waits], ...(codec === undefined ? {} : { codec }) });
    const handle = engine.handle("r");
    const missing = { code: "key-missing", facts: { key: "a" } };
    const wait = handle.result({ rejectOn: ["blocked"] });
    await expect(wait).rejects.toMatchObject({ code: "run-blocked", cause: missing });
    expect(await handle.why()).toBe('blocked: a value is encrypted with key "a", which is not here');
    const shown = { status: "blocked", title: "seen", input: undefined, output: undefined, unreadable: missing };
    expect(await handle.status()).toMatchObject(shown);
    for (const read of [() => handle.journal(), () => handle.logs()])
      await expect(read()).rejects.toMatchObject(missing);
    expect((await engine.list()).items).toMatchObject([{ id: "r", status: "blocked", title: "seen" }]);
    await engine.close();

    const next = await openEngine({ store, workflows: [waits], codec: both });
    await next.handle("r").resume();
    expect(await next.handle("r").result()).toBe("in12");
  });

  it("of what the code sets blocks it, too, although the code catches the error", async () => {
    const store = memory();
    const first = await openEngine({ store, workflows: [waits], codec: codecA });
    const handle = await first.start(waits, "in", { id: "r" });
    expect(await handle.result()).toBe("in12");
    // The same journal under another key but for the entry of `set`: as if keys had been changed in between.
    const raw = await look(store);
    const row = (await raw.find("r"))!;
    const swap = (text: string | undefined) => text && codecB.seal(codecA.open(text), new Uint8Array(12));
    const entries = (await raw.journal(row.key, 0, 99)).map((entry) =>
      entry.kind === "set" ? entry : { ...entry, value: swap(entry.value) },
    );
    await first.close();
    const next = await openEngine({ store, workflows: [waits], codec: onlyInputsOf(codecA, row.input) });
    await raw.nextGeneration(row.key, { entries, seed: row.seed }, row.createdAt);
    await expect(next.handle("r").result({ rejectOn: ["blocked"] })).rejects.toMatchObject({
      code: "run-blocked",
      cause: { code: "key-missing", facts: { key: "a" } },
    });
  });

  it("leaves lists whole: a reason that cannot be read says so", async () => {
    const store = memory();
    const fails = workflow("fails", async () => {
      throw new NonRetryableError("secret");
    });
    const engine = await openEngine({ store, workflows: [fails], codec: codecA });
    await (await engine.start(fails, undefined, { id: "r" })).result().catch(() => {});
    const other = await openEngine({ store, worker: false });
    expect((await other.list()).items).toMatchObject([{ id: "r", why: '(encrypted with key "a")' }]);
    await expect(other.handle("r").result()).rejects.toMatchObject({ code: "key-missing" });
    await expect(other.handle("r").retry()).rejects.toMatchObject({ code: "key-missing" });
  });
});

/** Reads with B, and with A this one text only. */
function onlyInputsOf(codec: typeof codecA, text: string): typeof codecA {
  return { seal: codecB.seal, open: (sealed) => (sealed === text ? codec.open(sealed) : codecB.open(sealed)) };
}

describe("a wrong key", () => {
  it("blocks the run, naming the key", async () => {
    const store = memory();
    await halfWay(store);
    const wrong = encryption({ keys: { a: keyB }, current: "a" });
    const engine = await openEngine({ store, workflows: [waits], codec: wrong });
    await expect(engine.handle("r").result({ rejectOn: ["blocked"] })).rejects.toMatchObject({
      code: "run-blocked",
      cause: { code: "decryption-failed", facts: { key: "a" } },
    });
    expect(await engine.handle("r").status()).toMatchObject({ id: "r", unreadable: { code: "decryption-failed" } });
    expect((await engine.list()).items).toHaveLength(1);
  });
});

it("a retry keeps what later steps have given, and blocks the run where that cannot be read", async () => {
  const store = memory();
  let fails = true;
  const flow = workflow("flow", async (wf) => {
    const bad = wf.step("bad", async () => {
      await until("the other is over", () => done);
      if (fails) throw new NonRetryableError("no");
      return 1;
    });
    const good = wf.step("good", () => {
      done = true;
      return ++executed;
    });
    return [await bad, await good];
  });
  let done = false;
  let executed = 0;
  const engine = await openEngine({ store, workflows: [flow], codec: codecA });
  const handle = await engine.start(flow, undefined, { id: "r" });
  await handle.result().catch(() => {});
  fails = false;
  await handle.retry();
  expect(await handle.result()).toEqual([1, 1]);
  const raw = await look(store);
  const row = (await raw.find("r"))!;
  await engine.close();
  const next = await openEngine({ store, workflows: [flow], codec: onlyInputsOf(codecA, row.input) });
  const value = codecA.seal('["step","1"]', new Uint8Array(12));
  const kept: Entry = { seq: 1, kind: "kept", op: "good", at: row.createdAt, attempt: 1, value };
  await raw.nextGeneration(row.key, { entries: [kept], seed: row.seed }, row.createdAt);
  const blocked = { code: "run-blocked", cause: { code: "key-missing", facts: { key: "a" } } };
  await expect(next.handle("r").result({ rejectOn: ["blocked"] })).rejects.toMatchObject(blocked);
});
