/** The four measures that a backlog of a naive engine asked to improve, beside such an engine (naive-baseline.ts). */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { NonRetryableError, Stepwell, workflow } from "@stepwell/core";
import { Child } from "../child.ts";
import type { WaitingRunsWork } from "../children/waiting-runs.ts";
import { complain } from "../engine.ts";
import { type Figure, figureOf } from "../figure.ts";
import { NaiveEngine } from "../naive-baseline.ts";
import { interleave, timed } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";
import { tenSteps } from "./concurrent-steps.ts";

const waitingRuns = new URL("../children/waiting-runs.ts", import.meta.url);
const steps = 10;
const ioMs = 5;
const concurrent = 1_000;

const ends = workflow("ends", (_wf, { fails }: { fails: boolean }) => {
  if (fails) throw new NonRetryableError("as wanted");
});

/** Ten steps, each of which waits as for a reply. */
const io = workflow("io", async (wf, n: number) => {
  for (let step = 1; step <= steps; step++) {
    await wf.step(`step-${step}`, async () => {
      await pause(ioMs);
      return stepValue(n);
    });
  }
});

interface Rivals {
  readonly engine: Stepwell;
  readonly naive: NaiveEngine;
}

async function withRivals<T>(bench: Bench, work: (rivals: Rivals) => Promise<T>): Promise<T> {
  const folder = bench.folder();
  const naive = new NaiveEngine(join(folder, "naive.db"));
  const workflows = [tenSteps, io, ends];
  const engine = await Stepwell.open({ store: bench.store.provider(folder), workflows, log: complain });
  try {
    return await work({ engine, naive });
  } finally {
    await engine.close();
    naive.close();
  }
}

/** A page of failed runs, and how many of each end are older than now. Goal: at least 50% faster. */
async function queries(bench: Bench, { engine, naive }: Rivals): Promise<Figure[]> {
  const runs = bench.quick ? 5_000 : 50_000;
  const failsOf = (n: number): boolean => n % 40 === 0;
  for (let first = 0; first < runs; first += 1_000) {
    const items = Array.from({ length: 1_000 }, (_, n) => ({ input: { fails: failsOf(first + n) } }));
    await engine.startMany(ends, items);
  }
  while ((await engine.count({ status: ["pending", "running"] })) > 0) await pause(5);
  const rows = Array.from({ length: runs }, (_, n) => ({
    id: `run-${String(n).padStart(20, "0")}`,
    status: failsOf(n) ? "failed" : "completed",
    createdAt: Date.now() + n,
  }));
  naive.fill(rows);
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 15, warmUp: 3 };
  const until = new Date(Date.now() + 10 * runs);
  const ask = async (count: number, once: () => unknown): Promise<number> => (await repeated(count, once)) / count;
  const lists = await interleave(plan, {
    value: () => ask(10, () => engine.list({ status: "failed" }, { limit: 50 })),
    raw: () => ask(10, () => naive.list("failed", 50)),
  });
  const counts = await interleave(plan, {
    value: () =>
      ask(10, async () => [
        await engine.count({ status: "completed", until }),
        await engine.count({ status: "failed", until }),
      ]),
    raw: () => ask(10, () => naive.retention(["completed", "failed"], until.getTime())),
  });
  const of = { unit: "ms", against: "naive engine", goal: { ratioMost: 1 / 1.5 } };
  const size = runs.toLocaleString("en-US");
  return [
    figureOf({ ...of, workload: `naive: failed runs of ${size}` }, lists),
    figureOf({ ...of, workload: `naive: counts of ${size}` }, counts),
  ];
}

function repeated(count: number, once: () => unknown): Promise<number> {
  return timed(async () => {
    for (let n = 0; n < count; n++) await once();
  });
}

/** A batch of ten-step runs, handed over at once. Goal: at least 30% more steps per second. */
async function speed(bench: Bench, { engine, naive }: Rivals): Promise<Figure> {
  const runs = 100;
  const tasks = Array.from({ length: steps }, () => stepValue);
  const plan = bench.quick ? { slices: 2, warmUp: 1 } : { slices: 9, warmUp: 3 };
  const perSecond = async (execute: (n: number) => Promise<unknown>): Promise<number> => {
    const ms = await timed(() => Promise.all(Array.from({ length: runs }, (_, n) => execute(n))));
    return (runs * steps * 1_000) / ms;
  };
  const pairs = await interleave(plan, {
    value: () => perSecond((n) => engine.execute(tenSteps, n)),
    raw: () => perSecond((n) => naive.execute(`fast-${n}`, tasks)),
  });
  const goal = { ratioLeast: 1.3 };
  return figureOf(
    { workload: `naive: ${runs} runs of ten steps`, unit: "steps/s", against: "naive engine", goal },
    pairs,
  );
}

/** Runs whose steps wait for others: how many are finished per second. Goal: at least twice as many. */
async function capacity(bench: Bench, { engine, naive }: Rivals): Promise<Figure> {
  const naiveRuns = 5;
  const tasks = Array.from({ length: steps }, () => async (n: number) => {
    await pause(ioMs);
    return stepValue(n);
  });
  const plan = bench.quick ? { slices: 2, warmUp: 1 } : { slices: 9, warmUp: 2 };
  const perSecond = async (runs: number, execute: (n: number) => Promise<unknown>): Promise<number> => {
    const ms = await timed(() => Promise.all(Array.from({ length: runs }, (_, n) => execute(n))));
    return (runs * 1_000) / ms;
  };
  const pairs = await interleave(plan, {
    value: () => perSecond(concurrent, (n) => engine.execute(io, n)),
    raw: () => perSecond(naiveRuns, (n) => naive.execute(`slow-${n}`, tasks)),
  });
  const of = { workload: `naive: runs/s, steps of ${ioMs} ms`, unit: "runs/s", against: "naive engine" };
  return figureOf({ ...of, goal: { ratioLeast: 2 } }, pairs);
}

/** By how much a process grows with each run that waits. Goal: at most 80% of it. */
async function memory(bench: Bench): Promise<Figure> {
  const bytesEach = async (engine: WaitingRunsWork["engine"]): Promise<number> => {
    const size = bench.quick ? { warmUp: 2_000, runs: 2_000 } : { warmUp: 20_000, runs: 20_000 };
    const child = new Child(waitingRuns, { store: bench.store.name, folder: bench.folder(), engine, ...size }, [
      "--expose-gc",
    ]);
    try {
      return (await child.said("waiting")).facts.bytesEach ?? Number.NaN;
    } finally {
      await child.gone();
    }
  };
  const plan = { slices: bench.quick ? 1 : 3, warmUp: 0 };
  const pairs = await interleave(plan, { value: () => bytesEach("stepwell"), raw: () => bytesEach("naive") });
  const of = { workload: "naive: memory per waiting run", unit: "B", against: "naive engine" };
  return figureOf({ ...of, goal: { ratioMost: 0.8 } }, pairs);
}

export const naive: Workload = {
  name: "naive",
  about: "the measures of a naive engine's backlog",
  run: (bench) =>
    withRivals(bench, async (rivals) => [
      ...(await queries(bench, rivals)),
      await speed(bench, rivals),
      await memory(bench),
      await capacity(bench, rivals),
    ]),
};
