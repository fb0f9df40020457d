import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NonRetryableError } from "../model/retry-signals.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile } from "../store/sqlite/test-files.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Encryption at rest: what users put in is in no byte of the store, and comes back as it was.

const keyA = new Uint8Array(32).fill(1);
const keyB = new Uint8Array(32).fill(2);
const codecA = encryption({ keys: { a: keyA }, current: "a" });
const codecB = encryption({ keys: { b: keyB }, current: "b" });
const both = encryption({ keys: { a: keyA, b: keyB }, current: "b" });

const echo = workflow("echo", async (wf, input: unknown) => {
  wf.set("input", input);
  return [await wf.step("s", () => input), wf.get("input")];
});

describe("what users put in", () => {
  it("is nowhere in the file, and is read back with the key", { timeout: 60_000 }, async () => {
    const secret = "Xyzzy-geheim-42";
    const file = newFile();
    const flow = workflow("flow", async (wf, input: { secret: string }) => {
      wf.set("data", input.secret);
      wf.log(`log ${input.secret}`);
      await wf.step("kept", (s) => {
        s.log(`line ${secret}`);
        s.set("from step", { secret });
        return { secret };
      });
      const caught = await wf
        .step(
          "fails",
          (s) => {
            s.heartbeat({ secret });
            throw new RangeError(`because of ${secret}`, { cause: secret });
          },
          { retry: { maxAttempts: 2, initial: 1 } },
        )
        .catch((error) => String(error.cause.message));
      if (wf.id === "long") await wf.step("long", (s) => until("the end", () => s.abortSignal.aborted));
      if (wf.id === "failed") throw new NonRetryableError(`failed: ${caught}`);
      return { output: secret, at: new Date(5) };
    });
    const engine = await openEngine({ store: sqlite(file), workflows: [flow], codec: codecA });
    const handle = await engine.start(flow, { secret }, { id: "r" });
    expect(await handle.result()).toEqual({ output: secret, at: new Date(5) });
    expect(await handle.status()).toMatchObject({ input: { secret }, output: { output: secret } });
    expect([await handle.get("data"), await handle.get("from step")]).toEqual([secret, { secret }]);
    expect((await handle.logs()).map(({ text }) => text)).toEqual([`log ${secret}`, `line ${secret}`]);
    expect(JSON.stringify(await handle.journal())).toContain(secret);
    const failed = await engine.start(flow, { secret }, { id: "failed" });
    await expect(failed.result()).rejects.toThrow(secret);
    expect(await failed.why()).toContain(`failed: because of ${secret}`);
    const long = await engine.start(flow, { secret }, { id: "long" });
    await until("it takes long", async () => (await long.activity()).length > 0);
    await long.cancel(`stop, ${secret}`);
    await expect(long.result()).rejects.toThrow(`stop, ${secret}`);
    expect(await long.why()).toContain(`stop, ${secret}`);
    const killed = await engine.start(flow, { secret }, { id: "killed", delay: "1 h" });
    await killed.kill(`killed for ${secret}`);
    await expect(killed.result()).rejects.toThrow(`killed for ${secret}`);
    expect(await killed.why()).toBe(`killed: killed for ${secret}`);
    expect((await engine.list()).items.map(({ why }) => why).join()).toContain(secret);

    for (const each of [file, `${file}-wal`])
      if (existsSync(each)) expect(readFileSync(each).includes(secret), each).toBe(false);
    expect(readFileSync(`${file}-wal`).includes("$1:a:")).toBe(true);
  });

  it("comes back whatever it is", async () => {
    const engine = await openEngine({ workflows: [echo], codec: codecA });
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: false });
    const kept = any.filter((value) => isKept(value));
    const property = fc.asyncProperty(kept, async (value) => {
      const result = await engine.execute(echo, value);
      expect(result).toEqual([value, value]);
    });
    await fc.assert(property, { numRuns: 100 });
    for (const value of [
      "$1:a:AAAA",
      "$=",
      "$",
      "",
      new Error("e"),
      /x/g,
      new URL("a:b"),
      new Uint8Array([0, 255]),
      -0,
    ])
      expect(await engine.execute(echo, value)).toEqual([value, value]);
  });

  it("is still known by other processes with keys of an earlier time, and written with the newest", async () => {
    const store = memory();
    await (await openEngine({ store, workflows: [echo], codec: codecA })).execute(echo, "old", { id: "old" });
    const engine = await openEngine({ store, workflows: [echo], codec: both });
    expect(await engine.handle("old").result()).toEqual(["old", "old"]);
    await engine.execute(echo, "new", { id: "new" });
    const row = await (await look(store)).find("new");
    expect(row?.input).toMatch(/^\$1:b:/);
    expect(row?.output).toMatch(/^\$1:b:/);
  });

  it("stays readable where it was written before encryption was switched on", async () => {
    const store = memory();
    const before = await openEngine({ store, workflows: [logs] });
    await before.execute(logs, "$1:a:AAAA", { id: "r" });
    const engine = await openEngine({ store, workflows: [logs], codec: codecA });
    expect(await engine.handle("r").result()).toBe("$1:a:AAAA");
    expect((await engine.handle("r").logs()).map(({ text }) => text)).toEqual(["$1:a:AAAA"]);
    expect((await engine.start(logs, "$1:a:AAAA", { id: "r" })).id).toBe("r");
  });
});

const logs = workflow("logs", async (wf, text: string) => {
  wf.log(text);
  return text;
});

function isKept(value: unknown): boolean {
  try {
    structuredClone(value);
    return !JSON.stringify(value, (_, item) => (typeof item === "bigint" ? 0 : item))?.includes("__proto__");
  } catch {
    return false;
  }
}

describe("starting an id again", () => {
  it("attaches with the same input, whatever the order of its keys and the key that encrypted it", async () => {
    const store = memory();
    const first = await openEngine({ store, workflows: [echo], codec: codecA });
    await first.execute(echo, { x: 1, y: [2n] }, { id: "r" });
    for (const codec of [codecA, both]) {
      const engine = await openEngine({ store, workflows: [echo], codec });
      expect(await (await engine.start(echo, { y: [2n], x: 1 }, { id: "r" })).result()).toHaveLength(2);
      const other = engine.start(echo, { x: 1, y: [3n] }, { id: "r" });
      await expect(other).rejects.toMatchObject({ code: "run-exists", facts: { difference: "with another input" } });
    }
  });

  it("says which key it would need to compare, and lets others of the batch start", async () => {
    const store = memory();
    await (await openEngine({ store, workflows: [echo], codec: codecA })).execute(echo, 1, { id: "r" });
    const engine = await openEngine({ store, workflows: [echo], codec: codecB });
    const [again, other] = await engine.startMany(echo, [
      { input: 1, id: "r" },
      { input: 1, id: "q" },
    ]);
    expect(again?.error).toMatchObject({ code: "key-missing", facts: { key: "a" } });
    expect(await other?.handle?.result()).toEqual([1, 1]);
  });
});

it("is refused when it is no codec", async () => {
  await expect(openEngine({ codec: {} as never })).rejects.toMatchObject({ code: "invalid-option" });
});
