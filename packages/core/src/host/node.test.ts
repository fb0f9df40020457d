import { AsyncLocalStorage } from "node:async_hooks";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { installProcessHooks } from "../worker/process-hooks/install.ts";
import { nodeHost } from "./node.ts";
import { virtualHost } from "./virtual.ts";

const host = nodeHost();

const waited = (delayMs: number): Promise<number> =>
  new Promise((resolve) => {
    const start = host.monotonic();
    host.timer(delayMs, () => resolve(host.monotonic() - start));
  });

describe("clock", () => {
  test("now is the wall clock, monotonic never goes back", () => {
    expect(Math.abs(host.now() - Date.now())).toBeLessThan(1_000);
    const readings = Array.from({ length: 1_000 }, () => host.monotonic());
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
  });

  test("is the platform's while the guard stands in its place", () => {
    const block = (): never => {
      throw new Error("guarded");
    };
    const run = { mode: "error" as const, now: block, random: block, uuid: block, bytes: block, block };
    const hooks = installProcessHooks({ window: true, guarded: () => run, runOf: () => undefined });
    try {
      expect(() => Date.now()).toThrow("guarded");
      expect(host.now()).toBeGreaterThan(1_000_000);
      expect(host.monotonic()).toBeGreaterThan(0);
      expect(host.randomBytes(300)).toHaveLength(300);
      host.timer(1, () => {}).cancel();
      host.immediate(() => {});
    } finally {
      hooks.uninstall();
    }
  });
});

describe("timer", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([0, 1, 1.2, 5, 20.7])("of %s ms does not fire early", async (delayMs) => {
    for (let i = 0; i < 5; i++) expect(await waited(delayMs)).toBeGreaterThanOrEqual(delayMs);
  });

  test("of more than 2^31 - 1 ms does not fire at once", async () => {
    let fired = 0;
    const timers = [2 ** 31, 2 ** 32 + 1, Number.POSITIVE_INFINITY].map((ms) => host.timer(ms, () => fired++));
    await waited(20);
    expect(fired).toBe(0);
    for (const timer of timers) timer.cancel();
  });

  test("of a negative delay fires soon", async () => {
    expect(await waited(-5)).toBeGreaterThanOrEqual(0);
  });

  test("fires once; cancelled, never", async () => {
    const fired: string[] = [];
    const once = host.timer(1, () => fired.push("once"));
    const never = host.timer(1, () => fired.push("never"));
    never.cancel();
    await waited(20);
    once.cancel();
    expect(fired).toEqual(["once"]);
  });

  test("of no number is our own mistake", () => {
    expect(() => host.timer(Number.NaN, () => {})).toThrow(/number/);
  });
});

test("immediate: promise callbacks that are due run before it, and between two of one turn", async () => {
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    host.immediate(() => {
      seen.push("first");
      void Promise.resolve().then(() => seen.push("microtask of first"));
      process.nextTick(() => seen.push("tick of first"));
    });
    host.immediate(() => {
      seen.push("second");
      resolve();
    });
    void Promise.resolve().then(() => seen.push("before"));
  });
  expect(seen).toEqual(["before", "first", "tick of first", "microtask of first", "second"]);
});

test("callbacks run outside of every async context: one turn serves many runs", async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen = (start: (fn: () => void) => void): Promise<unknown> =>
    new Promise((resolve) => storage.run("a body", () => start(() => resolve(storage.getStore()))));
  expect(await seen((fn) => host.immediate(fn))).toBeUndefined();
  expect(await seen((fn) => host.timer(1.5, fn))).toBeUndefined();
  expect(await seen((fn) => virtualHost().immediate(fn))).toBeUndefined();
  const module = new URL("./fixtures/thread.ts", import.meta.url);
  expect(await seen((fn) => host.thread(module, "data")?.onMessage(fn))).toBeUndefined();
});

test("randomBytes: as long as asked, never the same twice, not one shared memory", () => {
  const seen = new Set<string>();
  for (let i = 0; i < 2_000; i++) {
    const bytes = host.randomBytes(16);
    expect([bytes.length, bytes.buffer.byteLength]).toEqual([16, 16]);
    seen.add(Buffer.from(bytes).toString("hex"));
  }
  expect(seen.size).toBe(2_000);
  expect(seen.has("00".repeat(16))).toBe(false);
  expect([0, 255, 256, 257, 70_000].map((length) => host.randomBytes(length).length)).toEqual([
    0, 255, 256, 257, 70_000,
  ]);
});

test("methods need no this: a test may spread the host and replace one", () => {
  const { now, randomBytes, isProvablyDead, proof } = { ...host, now: () => 5 };
  expect([now(), randomBytes(2).length, isProvablyDead(proof)]).toEqual([5, 2, false]);
});

describe("thread", () => {
  const module = new URL("./fixtures/thread.ts", import.meta.url);
  type Ending = { messages: unknown[]; error: Error | undefined };
  const play = (data: unknown, say?: unknown): Promise<Ending> =>
    new Promise((resolve) => {
      const messages: unknown[] = [];
      const thread = host.thread(module, data);
      thread?.onMessage((message) => messages.push(message));
      thread?.onExit((error) => resolve({ messages, error }));
      if (say !== undefined) thread?.post(say);
    });

  test("gets its data and messages, and answers", async () => {
    expect(await play({ greeting: "hello" }, "exit")).toEqual({
      messages: [{ greeting: "hello" }, "got exit"],
      error: undefined,
    });
  });

  test("tells why it ended", async () => {
    expect((await play({}, "throw")).error).toMatchObject({ name: "RangeError", message: "thrown in the thread" });
    expect((await play({}, "throw text")).error).toMatchObject({
      code: "thread-died",
      message: expect.stringContaining("text"),
    });
    expect((await play({}, "exit 3")).error).toMatchObject({ message: expect.stringContaining("exit code 3") });
  });

  test("that was stopped has not failed, and says it to whoever asks later", async () => {
    const thread = host.thread(module, {});
    const first = new Promise((resolve) => thread?.onExit(resolve));
    await thread?.stop();
    expect(await first).toBeUndefined();
    expect(await new Promise((resolve) => thread?.onExit(resolve))).toBeUndefined();
    await thread?.stop();
    thread?.post("nobody hears this");
  });

  test("caches compiled code where its process does, and only then", () => {
    const fixture = fileURLToPath(new URL("./fixtures/compile-cache.ts", import.meta.url));
    const { NODE_COMPILE_CACHE, ...env } = process.env;
    const says = (...args: string[]): string =>
      spawnSync(process.execPath, [fixture, ...args], { encoding: "utf8", timeout: 20_000, env }).stdout;
    const folder = mkdtempSync(join(tmpdir(), "stepwell-cache-"));
    expect(says(folder).startsWith(join(folder, "v"))).toBe(true);
    expect(says()).toBe("nowhere\n");
    rmSync(folder, { recursive: true });
  });

  test("does not keep the process alive; a timer does", () => {
    const fixture = fileURLToPath(new URL("./fixtures/lifetime.ts", import.meta.url));
    const child = spawnSync(process.execPath, [fixture], { encoding: "utf8", timeout: 20_000 });
    expect(child).toMatchObject({ status: 0, stdout: "timer fired\n" });
  });
});
