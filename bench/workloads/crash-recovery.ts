/** W6: 1,000 runs, whose process is killed in the middle, beside the same runs undisturbed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { limits, nodeHost } from "@stepwell/core";
import { Child, sharedNow } from "../child.ts";
import type { ManyRunsWork } from "../children/many-runs.ts";
import { type Figure, figureOf, type Goal, plainFigure } from "../figure.ts";
import type { Pair } from "../slices.ts";
import type { Bench, Workload } from "../workload.ts";

const module = new URL("../children/many-runs.ts", import.meta.url);
const runs = 1_000;
const steps = 10;
/**
 * How long each step waits: runs that only compute are over before a second process has noticed anything, and steps
 * of 500 ms and more would be announced to others.
 */
const stepMs = { quick: 100, full: 400 };
/** How often a worker looks for the dead: deaths are spread evenly over this. */
const lookEveryMs = 1_000;

interface Outcome {
  /** Ms from the first start to the end of the last run. */
  readonly ms: number;
  /** Ms from the kill to the first body that began elsewhere; NaN where nobody was killed. */
  readonly handOverMs: number;
  readonly marks: string;
}

/** @param phaseMs where between two looks of the heir the worker dies, in the middle; undefined: it lives */
async function once(bench: Bench, phaseMs: number | undefined): Promise<Outcome> {
  const folder = bench.folder();
  const work: ManyRunsWork = {
    store: bench.store.name,
    folder,
    marks: join(folder, "marks.txt"),
    role: "heir",
    runs,
    steps,
    stepMs: bench.quick ? stepMs.quick : stepMs.full,
    half: (runs * steps) / 2,
  };
  const heir = new Child(module, work);
  const { at: openAt } = await heir.said("open");
  const worker = new Child(module, { ...work, role: "worker" });
  try {
    const began = await worker.said("began");
    let killedAt = Number.NaN;
    if (phaseMs !== undefined) {
      await worker.said("half");
      const phase = (sharedNow() - openAt) % lookEveryMs;
      if (!bench.quick) await pause((phaseMs - phase + lookEveryMs) % lookEveryMs);
      killedAt = worker.kill();
    }
    const finished = await heir.said("all finished");
    const handOver = Number.isNaN(killedAt) ? Number.NaN : (await heir.said("first step")).at - killedAt;
    return { ms: finished.at - began.at, handOverMs: handOver, marks: readFileSync(work.marks, "utf8") };
  } finally {
    await worker.gone();
    await heir.gone();
  }
}

interface Executions {
  /** Bodies that began, less the steps that there are. */
  readonly extra: number;
  /** Runs that the worker had begun and not finished when it died: each had one step in flight at most. */
  readonly inFlight: number;
}

/** Counts marks. @throws when a step was left out, or one was executed again that cannot have been in flight */
function executionsOf(marks: string): Executions {
  const begun = marks.trimEnd().split("\n");
  const lastOfWorker = new Map<string, number>();
  const left = new Set<string>();
  for (const mark of begun) {
    const [role = "", run = "", step = ""] = mark.split(" ");
    if (role === "worker") lastOfWorker.set(run, Math.max(lastOfWorker.get(run) ?? 0, Number(step)));
    else left.add(run);
  }
  const distinct = new Set(begun.map((mark) => mark.slice(mark.indexOf(" "))));
  if (distinct.size !== runs * steps) throw new Error(`${distinct.size} steps were executed of ${runs * steps}`);
  const again = begun
    .map((mark) => mark.split(" "))
    .filter(([role, run = "", step]) => role === "heir" && Number(step) <= (lastOfWorker.get(run) ?? 0));
  const wrong = again.find(([, run = "", step]) => Number(step) < (lastOfWorker.get(run) ?? 0));
  if (wrong !== undefined) throw new Error(`step ${wrong[2]} of run ${wrong[1]} was recorded and executed again`);
  return { extra: begun.length - distinct.size, inFlight: left.size };
}

async function measure(bench: Bench): Promise<Figure[]> {
  const times: Pair[] = [];
  const handOvers: number[] = [];
  const extras: Pair[] = [];
  const trials = bench.quick ? 1 : 4;
  for (let n = 0; n < trials; n++) {
    const undisturbed = await once(bench, undefined);
    const disturbed = await once(bench, (lookEveryMs * (n + 0.5)) / trials);
    times.push({ value: disturbed.ms, raw: undisturbed.ms });
    handOvers.push(disturbed.handOverMs);
    const { extra, inFlight } = executionsOf(disturbed.marks);
    extras.push({ value: extra, raw: inFlight });
  }
  const wait = deathIsProvable() ? 0 : limits.leaseMs;
  const undisturbedMs = Math.min(...times.map(({ raw }) => raw));
  const goal: Goal = wait === 0 ? { ratioMost: 1.2 } : { valueMost: 1.2 * undisturbedMs + wait };
  return [
    figureOf({ workload: "W6 1,000 runs, killed", unit: "ms", against: "the same undisturbed", goal }, times),
    plainFigure({ workload: "W6 kill to first step elsewhere", unit: "ms", goal: {} }, handOvers),
    figureOf(
      { workload: "W6 steps executed twice", unit: "steps", against: "steps in flight", goal: { ratioMost: 1 } },
      extras,
    ),
  ];
}

/** Elsewhere a silent process is dead after its lease only. */
function deathIsProvable(): boolean {
  const { machine, boot, pidNamespace, started } = nodeHost().proof;
  return [machine, boot, pidNamespace, started].every((fact) => fact !== "");
}

export const crashRecovery: Workload = { name: "W6", about: "kill -9 amid 1,000 runs", run: measure };
