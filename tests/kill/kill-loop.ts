/** Kills worker processes at random moments, again and again, while a client starts runs and asks for things. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Stepwell, sqlite } from "@stepwell/core";
import { checkBooks, checkRate, checkRuns, checkStore } from "./check-end.ts";
import { checkEffects, readEffects } from "./effects.ts";
import { People } from "./people.ts";
import { mailRate, workload } from "./workload.ts";

export interface KillOptions {
  readonly kills: number;
  readonly orders: number;
  /** Of when, and whom. The machine's own timing is not of it. */
  readonly seed: number;
  /** At a time, on one file. */
  readonly workers: number;
}

export interface KillReport {
  readonly kills: number;
  readonly runs: number;
  readonly effects: number;
  /** Bodies that a kill has cut off, and that were executed again. */
  readonly repeated: number;
  readonly problems: readonly string[];
  /** What workers said last, for the curious. */
  readonly said: string;
  /** Where the file is; removed where there is no problem. */
  readonly folder: string;
}

const program = fileURLToPath(new URL("./worker.fixture.ts", import.meta.url));
const patienceMs = 90_000;

export async function killLoop({ kills, orders, seed, workers }: KillOptions): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-kill-"));
  const [file, effectsFile] = [join(folder, "test.db"), join(folder, "effects")];
  writeFileSync(effectsFile, "");
  const random = randomOf(seed);
  const living: Worker[] = [];
  const killed = new Set<number>();
  const engine = await Stepwell.open({ store: sqlite(file), worker: false, workflows: workload(async () => {}) });
  try {
    await engine.limits.set("orders", 20);
    await engine.start("books", undefined, { id: "books" });
    for (let n = 0; n < workers; n++) living.push(begin(file, effectsFile));
    await engine.handle("books").result();
    const people = new People(engine, { orders, random });
    while (killed.size < kills) {
      await people.act();
      await pause(random() * 300);
      // One that has not begun to execute dies too, but seldom.
      const at = Math.floor(random() * living.length);
      const victim = living[at];
      if (victim === undefined) continue;
      const { exitCode, signalCode } = victim.child;
      if (exitCode !== null || signalCode !== null)
        throw new TypeError(`a worker ended by itself, with ${exitCode ?? signalCode}: ${victim.said()}`);
      if (!victim.ready && random() < 0.9) continue;
      victim.child.kill("SIGKILL");
      await once(victim.child, "exit");
      killed.add(victim.child.pid ?? 0);
      living[at] = begin(file, effectsFile);
    }
    while (people.started.length < orders) await people.act();
    const stuck = await untilAllEnd(engine);
    const effects = readEffects(effectsFile);
    const { repeated, problems } = checkEffects(effects, killed);
    const found = [...stuck, ...problems, ...(await checkRuns(engine, people, effects))];
    found.push(
      ...(await checkBooks(file, engine, people)),
      ...(await checkRate(engine, mailRate)),
      ...(stuck.length > 0 ? [] : await checkStore(sqlite(file))),
    );
    const said = living.map(({ said }) => said()).join("\n");
    const { runs } = { runs: await engine.count() };
    return { kills: killed.size, runs, effects: effects.length, repeated, problems: found, said, folder };
  } finally {
    for (const { child } of living) child.kill("SIGKILL");
    await engine.close();
  }
}

/** Removes what a loop without problems has left. */
export function tidyUp({ folder, problems }: KillReport): void {
  if (problems.length === 0) rmSync(folder, { recursive: true });
}

interface Worker {
  readonly child: ChildProcess;
  readonly ready: boolean;
  readonly said: () => string;
}

function begin(file: string, effects: string): Worker {
  const child = spawn(process.execPath, [program, JSON.stringify({ file, effects })], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const hear = (chunk: Buffer): void => {
    text = `${text}${chunk}`.slice(-2_000);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return {
    child,
    get ready() {
      return text.includes("ready");
    },
    said: () => text,
  };
}

/** Runs that were poisoned by chance are let go on, as a person would. */
async function untilAllEnd(engine: Stepwell): Promise<string[]> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { items } = await engine.list({ status: ["pending", "running", "waiting", "paused", "blocked"] });
    if (items.length === 0) return [];
    for (const { id, status, why = "" } of items)
      if (status === "blocked" && /died|dies/.test(why)) await engine.handle(id).resume();
    if (performance.now() > deadline) return items.map(({ id, status, why }) => `${id} never ended: ${status}: ${why}`);
    await pause(50);
  }
}

function randomOf(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
