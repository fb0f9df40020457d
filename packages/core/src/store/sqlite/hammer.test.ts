import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { newBatch, newStart } from "../contract/bench.ts";
import type { Store } from "../port.ts";
import { newFile, openFile } from "./test-files.ts";

const child = new URL("./test-children/hammer.ts", import.meta.url).pathname;

async function startProcess(file: string, name: string): Promise<ChildProcess> {
  const process_ = spawn(process.execPath, [child, file, name], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void process_.kill("SIGKILL"));
  await once(process_.stdout, "data");
  return process_;
}

async function startRuns(store: Store, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 50) {
    const at = nodeHost().now();
    const starts = Array.from({ length: 50 }, (_, k) => newStart({ id: `r${i + k}`, createdAt: at, availableAt: at }));
    await store.commit(newBatch(undefined, { starts, at }));
  }
}

/** Every run ended once, with a dense journal; which process did what. */
async function check(store: Store, total: number): Promise<Set<string>> {
  expect(await store.count({ status: ["completed"] }, total + 1)).toBe(total);
  const writers = new Set<string>();
  for (let i = 0; i < total; i++) {
    const run = await store.find(`r${i}`);
    const entries = run === undefined ? [] : await store.journal(run.key, 0, 100);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.length).toBeGreaterThanOrEqual(2);
    expect(run?.owner).toBeUndefined();
    for (const entry of entries) writers.add(entry.value ?? "");
  }
  return writers;
}

describe("several processes on one file", () => {
  it("end every run once, while a third one starts them", async () => {
    const file = newFile();
    const store = await openFile(file);
    const children = [await startProcess(file, "a"), await startProcess(file, "b")];
    // Listened for from the beginning: one that finds nothing to do for a while ends by itself.
    const ended = children.map((process_) => once(process_, "exit"));
    await startRuns(store, 0, 600);
    await Promise.all(ended);
    // On a busy machine one of them may have been given no time at all.
    expect([...(await check(store, 600))]).toSatisfy((by: string[]) =>
      by.every((name) => ['"a"', '"b"'].includes(name)),
    );
    expect(await store.workers()).toEqual([]);
  }, 60_000);

  it("end every run once also when one of them is killed", async () => {
    const file = newFile();
    const store = await openFile(file);
    const [victim, survivor] = [await startProcess(file, "a"), await startProcess(file, "b")];
    const ended = { victim: once(victim, "exit"), survivor: once(survivor, "exit") };
    await startRuns(store, 0, 200);
    victim.kill("SIGKILL");
    await ended.victim;
    const host = nodeHost();
    const dead = (await store.workers()).filter((worker) => host.isProvablyDead(worker.proof));
    expect(dead.map((worker) => worker.name)).toEqual(["a"]);
    await store.reap(
      dead.map((worker) => worker.key),
      host.now(),
    );
    await startRuns(store, 200, 300);
    await ended.survivor;
    await check(store, 300);
  }, 60_000);
});
