import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { newBatch, newStart } from "../contract/bench.ts";
import type { Store } from "../port.ts";
import { newFile, openFile } from "./test-files.ts";

const child = new URL("./test-children/hammer.ts", import.meta.url).pathname;

interface Hammer {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly ended: Promise<unknown>;
  /** It has taken its first runs, and waits for a word. */
  claimed(): Promise<void>;
  goOn(): void;
}

async function startProcess(file: string, name: string): Promise<Hammer> {
  const started = spawn(process.execPath, [child, file, name], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void started.kill("SIGKILL"));
  const ended = once(started, "exit");
  const lines = createInterface(started.stdout)[Symbol.asyncIterator]();
  const says = async (word: string) => expect((await lines.next()).value, name).toBe(word);
  await says("ready");
  return { process: started, ended, claimed: () => says("claimed"), goOn: () => void started.stdin.write("go on\n") };
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
    await startRuns(store, 0, 100);
    // Whoever is faster takes seven, and waits for the other.
    await Promise.all(children.map((hammer) => hammer.claimed()));
    for (const hammer of children) hammer.goOn();
    await startRuns(store, 100, 600);
    await Promise.all(children.map(({ ended }) => ended));
    expect([...(await check(store, 600))].sort()).toEqual(['"a"', '"b"']);
    expect(await store.workers()).toEqual([]);
  }, 60_000);

  it("end every run once also when one of them is killed", async () => {
    const file = newFile();
    const store = await openFile(file);
    const [victim, survivor] = [await startProcess(file, "a"), await startProcess(file, "b")];
    await startRuns(store, 0, 200);
    await Promise.all([victim.claimed(), survivor.claimed()]);
    survivor.goOn();
    victim.process.kill("SIGKILL");
    await victim.ended;
    const host = nodeHost();
    const dead = (await store.workers()).filter((worker) => host.isProvablyDead(worker.proof));
    expect(dead.map((worker) => worker.name)).toEqual(["a"]);
    const reaped = await store.reap(
      dead.map(({ key }) => ({ key })),
      host.now(),
    );
    expect(reaped.runs).toHaveLength(7);
    await startRuns(store, 200, 300);
    await survivor.ended;
    await check(store, 300);
  }, 60_000);
});
