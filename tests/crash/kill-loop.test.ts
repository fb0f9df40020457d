import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stepwell, sqlite } from "@stepwell/core";
import { describe, expect, it } from "vitest";
import { checkStore } from "../../packages/core/src/testing/invariants.ts";
import { look } from "../../packages/core/src/testing/open-engine.ts";
import { many } from "./many.ts";
import { type Effect, eventually, newFolder, readEffects, type Spawned, start } from "./processes.ts";

// kill -9 at any moment: no acknowledged start or result is lost, nothing is recorded twice (invariants 1, 4, 5).

const program = new URL("./worker.fixture.ts", import.meta.url);
/** More with STEPWELL_KILLS=200. */
const kills = Number(process.env.STEPWELL_KILLS ?? 15);
const steps = 10;

async function startRuns(file: string, count: number): Promise<string[]> {
  const workflow = many(async () => {});
  await using client = await Stepwell.open({ store: sqlite(file), worker: false });
  const ids = Array.from({ length: count }, (_, n) => `r${n}`);
  const started = await client.startMany(
    workflow,
    ids.map((id) => ({ id, input: { steps } })),
  );
  expect(started.filter(({ error }) => error !== undefined)).toEqual([]);
  return ids;
}

/** Every run has ended with all its steps recorded once; bodies were executed again only after a kill. */
async function checkEnd(file: string, ids: readonly string[], effects: readonly Effect[]): Promise<void> {
  const store = await look(sqlite(file));
  expect(await store.count({ status: ["completed"] }, ids.length + 1)).toBe(ids.length);
  await checkStore(store);
  for (const id of ids) {
    const run = (await store.find(id))!;
    const journal = await store.journal(run.key, 0, 1_000);
    const recorded = journal.filter(({ kind }) => kind === "step").map(({ op }) => op);
    expect(recorded.toSorted()).toEqual(Array.from({ length: steps }, (_, n) => `s${n}`).toSorted());
    expect(journal.filter(({ kind }) => kind === "timer")).toHaveLength(1);
  }
  // None was lost.
  const bodies = new Map<string, Effect[]>();
  for (const effect of effects) {
    const key = `${effect.run} ${effect.step}`;
    bodies.set(key, [...(bodies.get(key) ?? []), effect]);
  }
  expect(bodies.size).toBe(ids.length * steps);
  // No process executes a body twice, and the fence grows with every execution.
  for (const [key, executions] of bodies) {
    const fences = executions.map(({ fence }) => fence);
    expect(new Set(executions.map(({ pid }) => pid)).size, key).toBe(executions.length);
    expect(fences, key).toEqual([...new Set(fences)].toSorted((a, b) => a - b));
  }
}

/** Per run: once a later step has begun, no earlier one is executed again. */
function checkOrder(effects: readonly Effect[]): void {
  const furthest = new Map<string, number>();
  for (const { run, step } of effects) {
    // The last two execute beside each other.
    const n = Math.min(Number(step.slice(1)), steps - 2);
    expect(n, `${run} ${step}`).toBeGreaterThanOrEqual(furthest.get(run) ?? 0);
    furthest.set(run, n);
  }
}

describe("kill -9, again and again", () => {
  it(`${kills} times over 200 runs of ${steps} steps on one file`, async () => {
    const folder = newFolder();
    const [file, effects] = [join(folder, "test.db"), join(folder, "effects")];
    writeFileSync(effects, "");
    const ids = await startRuns(file, 200);
    let done = 0;
    for (let kill = 0; kill < kills; kill++) {
      const before = readEffects(effects).length;
      const worker = start(program, { file, effects, concurrency: 60 });
      const wanted = before + 20 + Math.floor(Math.random() * ((200 * steps) / kills));
      await eventually(
        "bodies were executed",
        () => readEffects(effects).length >= wanted || worker.child.exitCode !== null,
      );
      worker.child.kill("SIGKILL");
      if ((await worker.ended) === "SIGKILL") done++;
    }
    expect(done).toBeGreaterThanOrEqual(Math.min(kills, 15) * 0.6);
    const last = start(program, { file, effects });
    expect(await last.ended, last.said()).toBe(0);
    const all = readEffects(effects);
    checkOrder(all);
    await checkEnd(file, ids, all);
    // What was executed more than once was in flight at a kill: at most as many as a process executes at a time.
    expect(all.length - ids.length * steps).toBeLessThanOrEqual(kills * 60 * 2);
  }, 300_000);
});

describe("two processes on one file", () => {
  it("complete 1,000 runs, though one of them is killed on the way", async () => {
    const folder = newFolder();
    const [file, effects] = [join(folder, "test.db"), join(folder, "effects")];
    writeFileSync(effects, "");
    const ids = await startRuns(file, 1_000);
    const workers: Spawned[] = [1, 2].map(() => start(program, { file, effects, concurrency: 200 }));
    const [victim, survivor] = workers as [Spawned, Spawned];
    const half = ids.length * steps * 0.4;
    await eventually("they are well on their way", () => readEffects(effects).length > half);
    victim.child.kill("SIGKILL");
    expect(await survivor.ended, survivor.said()).toBe(0);
    const all = readEffects(effects);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(2);
    checkOrder(all);
    await checkEnd(file, ids, all);
  }, 60_000);
});
