import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { virtualHost } from "../../host/virtual.ts";
import { decode } from "../../model/value/codec.ts";
import { jobIn, rejectionOf, resultOf } from "../bodies-elsewhere/job-for-test.ts";
import type { BodyJob } from "../bodies-elsewhere/messages.ts";
import type { BodyPool } from "../bodies-elsewhere/pool.ts";
import { createProcessPool, type ProcessPoolOptions } from "./process-pool.ts";
import { allGone } from "./test-processes.ts";

const pools: BodyPool[] = [];
function poolOf(options: Partial<ProcessPoolOptions> = {}): BodyPool {
  const pool = createProcessPool({ host: nodeHost(), size: 1, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const mb = 2 ** 20;
function jobOf(task: string, input: unknown = null, memoryBytes?: number): BodyJob {
  const job = jobIn(new URL("./fixtures/tasks.ts", import.meta.url).href, task, { input });
  return memoryBytes === undefined ? job : { ...job, memoryBytes };
}
const pidIn = async (pool: BodyPool): Promise<number> =>
  ((await resultOf(pool, jobOf("where"))) as { pid: number }).pid;

describe("a task in a process", () => {
  test("executes outside of this one, in one that is used again", async () => {
    const pool = poolOf();
    const pid = await pidIn(pool);
    expect(pid).not.toBe(process.pid);
    expect(await pidIn(pool)).toBe(pid);
  });

  test("takes and gives every kind of value", async () => {
    const value = { at: new Date(5), n: 1n, map: new Map([["a", undefined]]), text: "\ud800 \u0000" };
    expect(await resultOf(poolOf(), jobOf("echo", value))).toStrictEqual(value);
  });

  test("cannot open an engine", async () => {
    const module = new URL("./fixtures/opening.ts", import.meta.url).href;
    expect(await rejectionOf(poolOf(), jobIn(module, "opens"))).toMatchObject({
      code: "invalid-option",
      message: expect.stringContaining("process"),
    });
  });

  test("must be exported from a file", async () => {
    expect(await rejectionOf(poolOf(), jobOf("nothing of that name"))).toMatchObject({
      code: "bad-task-module",
      message: expect.stringMatching(/cannot run in a process: its module .*exports no task of that name/),
    });
    expect(await rejectionOf(poolOf(), { ...jobOf("where"), module: "" })).toMatchObject({ code: "bad-task-module" });
  });

  test("is refused where there are no processes", async () => {
    expect(await rejectionOf(poolOf({ host: virtualHost() }), jobOf("where"))).toMatchObject({
      code: "bad-task-module",
      message: expect.stringContaining("there are no processes here"),
    });
  });
});

describe("memory", () => {
  test("is a process's limit; one with another limit takes its place", async () => {
    const pool = poolOf();
    const plain = await pidIn(pool);
    expect(await resultOf(pool, jobOf("small", null, 64 * mb))).toContain("--max-old-space-size=64");
    expect(await resultOf(pool, jobOf("small", null, 80 * mb))).toContain("--max-old-space-size=80");
    expect(await pidIn(pool)).not.toBe(plain);
    await allGone([plain]);
  });
});

describe("a process that dies", () => {
  test.each([
    ["exit 3", /ended: exit code 3 \(memory limit: 64 MB\)$/],
    ["exit 0", /ended: exit code 0/],
    ["abort", /ended: SIGABRT/],
    ["killed", /ended: SIGKILL/],
    ["stray", /ended: exit code 1/],
    ["disconnect", /ended: SIGKILL/],
    ["memory", /ended: out of memory, SIGABRT \(memory limit: 64 MB\)$/],
  ])("by %s fails its job", async (how, message) => {
    expect(await rejectionOf(poolOf(), jobOf("dies", how, 64 * mb))).toMatchObject({
      code: "task-process-died",
      message: expect.stringMatching(message),
    });
  });

  test("says before what it has printed, and is replaced", async () => {
    const said: unknown[] = [];
    const pool = poolOf();
    await pool
      .run(jobOf("dies", "stray"), { onLog: (level, text) => said.push([level, text]) })
      .catch((error) => said.push(error.code));
    expect(said).toContainEqual(["warn", expect.stringContaining("TypeError: stray")]);
    expect(said.at(-1)).toBe("task-process-died");
    expect(await pidIn(pool)).toBeGreaterThan(0);
  });

  test("because it cannot be started fails its job", async () => {
    const pool = poolOf({ entry: new URL("./no-such-file.ts", import.meta.url) });
    expect(await rejectionOf(pool, jobOf("where"))).toMatchObject({ code: "task-process-died" });
  });
});

test("what a body leaves running ends with its attempt", async () => {
  const pool = poolOf();
  const pids = (await resultOf(pool, jobOf("leaves program"))) as number[];
  await allGone(pids);
  expect(pids).not.toContain(await pidIn(pool));
});

describe("an attempt that is over", () => {
  const begun = async (pool: BodyPool, task: string, over?: AbortSignal) => {
    const abort = new AbortController();
    const pids = Promise.withResolvers<number[]>();
    const ended = rejectionOf(pool, jobOf(task), {
      signal: abort.signal,
      ...(over === undefined ? {} : { over }),
      onHeartbeat: (data) => pids.resolve(decode(data) as number[]),
    });
    return { abort, ended, pids: await pids.promise };
  };

  test("leaves a deaf body no longer than the grace; what it has started ends too", async () => {
    const over = new AbortController();
    const { ended, pids } = await begun(poolOf({ graceMs: 60_000 }), "deaf", over.signal);
    over.abort();
    expect(await ended).toMatchObject({ code: "task-process-died", message: expect.stringContaining("2500 ms after") });
    await allGone(pids);
  });

  test("leaves the process of a body that listens", async () => {
    const pool = poolOf();
    const { abort, ended, pids } = await begun(pool, "obedient");
    abort.abort();
    expect(await ended).toMatchObject({ name: "AbortError" });
    expect(await pidIn(pool)).toBe(pids[0]);
  });

  test("ends a body that does not listen, when it was told and the grace is over", async () => {
    const { abort, ended, pids } = await begun(poolOf({ graceMs: 50 }), "deaf");
    abort.abort();
    expect(await ended).toMatchObject({ message: expect.stringContaining("50 ms after its abort signal") });
    await allGone(pids);
  });

  test("with the pool: at once without a grace, else when the body has listened", async () => {
    const { ended, pids } = await begun(poolOf(), "deaf");
    await pools.at(-1)?.close();
    expect(await ended).toMatchObject({ code: "task-process-died" });
    await allGone(pids);
    const other = await begun(poolOf(), "obedient");
    await pools.at(-1)?.close(60_000);
    expect(await other.ended).toMatchObject({ name: "AbortError" });
    await allGone(other.pids);
  });
});

describe("an idle process", () => {
  test("ends after a while", async () => {
    const pool = poolOf({ idleMs: 20 });
    const pid = await pidIn(pool);
    await allGone([pid]);
    expect(await pidIn(pool)).not.toBe(pid);
  });

  test("does not keep the process alive that has started it, and ends with it", async () => {
    const fixture = fileURLToPath(new URL("./fixtures/idle-process.ts", import.meta.url));
    const child = spawnSync(process.execPath, [fixture], { encoding: "utf8", timeout: 20_000 });
    expect(child).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\n$/) });
    await allGone([Number(child.stdout)]);
  });
});
