import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { failure } from "../../model/errors.ts";
import { jobOf, rejectionOf, resultOf } from "../bodies-elsewhere/job-for-test.ts";
import type { BodyPool } from "../bodies-elsewhere/pool.ts";
import { createThreadPool } from "./thread-pool.ts";

const pools: BodyPool[] = [];
const poolOf = (options: { graceMs?: number } = {}): BodyPool => {
  const pool = createThreadPool({ host: nodeHost(), size: 1, ...options });
  pools.push(pool);
  return pool;
};

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe("a thread that dies", () => {
  test.each([
    ["exit", /exit code 3/],
    ["exit 0", /it exited/],
    ["stray", /Error: stray/],
    ["rejection", /RangeError: unawaited/],
  ])("by %s fails its job and is replaced", async (how, problem) => {
    const pool = poolOf();
    const first = await resultOf(pool, jobOf("nap", 1));
    const error = await rejectionOf(pool, jobOf("dies", how));
    expect(error).toMatchObject({ code: "thread-died", message: expect.stringMatching(problem) });
    const second = await resultOf(pool, jobOf("nap", 1));
    expect(second).not.toBe(first);
  });

  test("while it is idle harms no job", async () => {
    const pool = poolOf();
    await pool.run(jobOf("dies later", 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await resultOf(pool, jobOf("double", 2))).toBe(4);
  });

  test("takes only its own job along: those that wait are executed", async () => {
    const pool = poolOf();
    const [died, after] = await Promise.all([
      rejectionOf(pool, jobOf("dies", "exit")),
      resultOf(pool, jobOf("double", 3)),
    ]);
    expect(died).toMatchObject({ code: "thread-died" });
    expect(after).toBe(6);
  });
});

test("T3 a job that a dying thread was given and never saw goes to another one", async () => {
  const pool = poolOf();
  for (let i = 0; i < 5; i++) {
    await resultOf(pool, jobOf("double", 1));
    const jobs = [jobOf("dies after", null), jobOf("double", i), jobOf("double", i)];
    expect(await Promise.all(jobs.map((job) => resultOf(pool, job)))).toEqual([undefined, 2 * i, 2 * i]);
  }
});

describe("an abort", () => {
  const started = (abort: AbortController, reason?: unknown) => ({
    signal: abort.signal,
    onHeartbeat: () => abort.abort(reason),
  });

  test("reaches the body's signal with its reason; the thread stays", async () => {
    const pool = poolOf();
    const first = await resultOf(pool, jobOf("nap", 1));
    const reason = failure("step-timeout", { step: "s", timeoutMs: 5, which: "timeout" });
    expect(await rejectionOf(pool, jobOf("until aborted", null), started(new AbortController(), reason))).toMatchObject(
      {
        code: "step-timeout",
        facts: { timeoutMs: 5 },
      },
    );
    expect(await resultOf(pool, jobOf("nap", 1))).toBe(first);
  });

  test("whose reason cannot be carried reaches it all the same", async () => {
    const error = await rejectionOf(
      poolOf(),
      jobOf("until aborted", null),
      started(new AbortController(), () => {}),
    );
    expect(error).toMatchObject({ code: "unserialisable-value" });
  });

  test("ends a thread that does not listen, within the grace", async () => {
    const pool = poolOf({ graceMs: 50 });
    const error = await rejectionOf(pool, jobOf("deaf", null), started(new AbortController()));
    expect(error).toMatchObject({
      code: "thread-died",
      message: expect.stringContaining("50 ms after its abort signal"),
    });
    expect(await resultOf(pool, jobOf("double", 2))).toBe(4);
  });

  test("after the end of its job means nothing to the next one", async () => {
    const pool = poolOf({ graceMs: 1 });
    const abort = new AbortController();
    await pool.run(jobOf("double", 1), { signal: abort.signal });
    const next = resultOf(pool, jobOf("nap", 50));
    abort.abort();
    expect(await next).toEqual(expect.any(Number));
  });

  test("takes a job that no thread has begun out of the line", async () => {
    const pool = poolOf();
    const abort = new AbortController();
    const first = resultOf(pool, jobOf("nap", 50));
    const waiting = rejectionOf(pool, jobOf("double", 1), { signal: abort.signal });
    abort.abort("not needed");
    expect(await waiting).toBe("not needed");
    expect(await rejectionOf(pool, jobOf("double", 1), { signal: abort.signal })).toBe("not needed");
    await first;
  });
});

test("an idle thread does not keep the process alive", () => {
  const fixture = fileURLToPath(new URL("./fixtures/idle-process.ts", import.meta.url));
  const child = spawnSync(process.execPath, [fixture], { encoding: "utf8", timeout: 20_000 });
  expect(child).toMatchObject({ status: 0, stdout: "printed in the thread\n42\n" });
});
