import { afterAll, afterEach, describe, expect, test } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { virtualHost } from "../../host/virtual.ts";
import { randomAt, uuidAt } from "../../model/deterministic.ts";
import { StepwellError } from "../../model/errors.ts";
import { NonRetryableError, RetryAfter } from "../../model/retry-signals.ts";
import { decode, encode } from "../../model/value/codec.ts";
import { jobOf, rejectionOf, resultOf, seed } from "../bodies-elsewhere/job-for-test.ts";
import type { BodyPool } from "../bodies-elsewhere/pool.ts";
import * as tasks from "./fixtures/tasks.ts";
import { createThreadPool } from "./thread-pool.ts";

const host = nodeHost();
const pools: BodyPool[] = [];
const poolOf = (options: { size?: number | undefined; graceMs?: number } = {}): BodyPool => {
  const pool = createThreadPool({ host, size: 1, ...options });
  pools.push(pool);
  return pool;
};
const shared = createThreadPool({ host, size: 1, decode: (text) => decode(text, { errors: [tasks.Refused] }) });

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(() => shared.close());

describe("a task in a thread", () => {
  test("gives its result from another thread", async () => {
    expect(await resultOf(shared, jobOf("double", 21))).toBe(42);
    const where = (await resultOf(shared, jobOf("where", null))) as { threadId: number };
    expect(where).toEqual({ threadId: expect.any(Number), isTaskThread: true });
    expect(where.threadId).toBeGreaterThan(0);
  });

  test("takes and gives every kind of value", async () => {
    const value = {
      at: new Date(5),
      n: 1n,
      map: new Map([["a", new Set([undefined])]]),
      bytes: new Uint8Array([1, 2]),
      nan: NaN,
    };
    expect(await resultOf(shared, jobOf("echo", value))).toStrictEqual(value);
    expect(await resultOf(shared, jobOf("echo", undefined))).toBeUndefined();
  });

  test("sees the values that it would see inline, at every attempt", async () => {
    const seen = await resultOf(
      shared,
      jobOf("context", null, { attempt: 2, lastHeartbeat: encode({ page: 7 }, "test") }),
    );
    expect(seen).toEqual({
      attempt: 2,
      key: "run-1/context/0123",
      fence: 4,
      lastHeartbeat: { page: 7 },
      random: [randomAt(seed, "context#1", 1), randomAt(seed, "context#1", 2)],
      uuid: [uuidAt(seed, "context#1", 1), uuidAt(seed, "context#1", 2)],
      now: [new Date(1_000), new Date(1_001)],
    });
  });

  test("reports logs, progress and heartbeats, and nothing after its end", async () => {
    const seen: unknown[] = [];
    const pool = poolOf();
    await pool.run(jobOf("reports", null), {
      onLog: (level, text) => seen.push([level, text]),
      onProgress: (done, total) => seen.push([done, total]),
      onHeartbeat: (data) => seen.push(decode(data)),
    });
    await resultOf(pool, jobOf("nap", 20));
    expect(seen).toEqual([
      ["info", "hello"],
      ["warn", "careful"],
      [1, undefined],
      [2, 3],
      { at: new Date(5) },
      undefined,
    ]);
  });

  test("collects what the body sets, in order", async () => {
    expect(decode(await shared.run(jobOf("sets", null)))).toStrictEqual({
      result: undefined,
      set: [
        ["a", 1n],
        ["a", 1n],
        ["b", undefined],
      ],
    });
  });

  test("has no other data of the run: get says so", async () => {
    expect(await rejectionOf(shared, jobOf("gets", null))).toMatchObject({
      code: "bad-task-module",
      message: expect.stringContaining('t.get("total")'),
    });
    expect(await rejectionOf(shared, jobOf("empty key", null))).toMatchObject({ code: "invalid-option" });
  });

  test("has its input and output checked by its schemas", async () => {
    expect(await resultOf(shared, jobOf("checked", 7))).toBe(2);
    expect(await rejectionOf(shared, jobOf("checked", -1))).toMatchObject({
      code: "schema-mismatch",
      message: expect.stringContaining('input of task "checked"'),
    });
    expect(await rejectionOf(shared, jobOf("checked", 3))).toMatchObject({
      message: expect.stringContaining("output of task"),
    });
  });
});

describe("what a task throws", () => {
  test("comes back with type, cause and stack", async () => {
    const error = await rejectionOf(shared, jobOf("throws", "plain"));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "wrong", cause: expect.objectContaining({ message: "below" }) });
    expect((error as Error).stack).toContain("fixtures/tasks.ts");
  });

  test("keeps its say about retries", async () => {
    expect(await rejectionOf(shared, jobOf("throws", "final"))).toBeInstanceOf(NonRetryableError);
    const later = await rejectionOf(shared, jobOf("throws", "later"));
    expect(later).toBeInstanceOf(RetryAfter);
    expect(later).toMatchObject({ afterMs: 1_500 });
  });

  test("comes back as its own class where that is known", async () => {
    expect(await rejectionOf(shared, jobOf("throws", "own"))).toBeInstanceOf(tasks.Refused);
    expect(await rejectionOf(shared, jobOf("throws", "own"))).toMatchObject({ name: "Refused", amount: 5n });
  });

  test("may be anything", async () => {
    expect(await rejectionOf(shared, jobOf("throws", "text"))).toBe("just text");
    expect(await rejectionOf(shared, jobOf("throws", "symbol"))).toMatchObject({ code: "unserialisable-value" });
  });

  test("what cannot be kept is refused with its path", async () => {
    expect(await rejectionOf(shared, jobOf("bad result", null))).toMatchObject({
      code: "unserialisable-value",
      message: expect.stringMatching(/result of step "bad result".*\$\.a\[0\]/),
    });
    expect(await rejectionOf(shared, jobOf("bad set", null))).toMatchObject({
      code: "unserialisable-value",
      message: expect.stringMatching(/set as "k".*\$\.f/),
    });
    expect(await resultOf(shared, jobOf("double", 1))).toBe(2);
  });
});

describe("the pool", () => {
  test("starts threads when they are needed, up to its size, and keeps them", async () => {
    const pool = poolOf({ size: 2 });
    const first = await resultOf(pool, jobOf("nap", 1));
    expect(await resultOf(pool, jobOf("nap", 1))).toBe(first);
    const used = await Promise.all([1, 2, 3, 4, 5].map(() => resultOf(pool, jobOf("nap", 20))));
    expect(new Set(used).size).toBe(2);
    expect(used).toContain(first);
  });

  test("begins jobs in the order in which they were given", async () => {
    const pool = poolOf();
    const ended: number[] = [];
    await Promise.all([30, 1, 10].map((ms) => pool.run(jobOf("nap", ms)).then(() => ended.push(ms))));
    expect(ended).toEqual([30, 1, 10]);
  });

  test("has a thread for each processor unless it is told otherwise", async () => {
    const pool = poolOf({ size: undefined });
    const results = await Promise.all(Array.from({ length: 50 }, (_, n) => resultOf(pool, jobOf("double", n))));
    expect(results).toEqual(Array.from({ length: 50 }, (_, n) => n * 2));
  });

  test("accepts nothing after close; what was in flight or waiting fails", async () => {
    const pool = poolOf();
    const running = rejectionOf(pool, jobOf("nap", 60_000));
    const waiting = rejectionOf(pool, jobOf("double", 1));
    await pool.close();
    expect(await running).toMatchObject({ code: "thread-died", message: expect.stringContaining("closed") });
    expect(await waiting).toMatchObject({ code: "engine-closed" });
    expect(await rejectionOf(pool, jobOf("double", 1))).toMatchObject({ code: "engine-closed" });
    await pool.close();
  });

  test("says so where there are no threads", async () => {
    const pool = createThreadPool({ host: virtualHost(), size: 2 });
    for (let i = 0; i < 2; i++)
      expect(await rejectionOf(pool, jobOf("double", 1))).toMatchObject({ code: "bad-task-module" });
    await pool.close();
  });

  test("an entry that cannot be started fails its jobs, not the process", async () => {
    const pool = createThreadPool({ host, size: 1, entry: new URL("./no-such-file.ts", import.meta.url) });
    const error = await rejectionOf(pool, jobOf("double", 1));
    expect(error).toBeInstanceOf(StepwellError);
    expect(error).toMatchObject({ code: "thread-died", message: expect.stringContaining("no-such-file") });
    await pool.close();
  });
});
