/** W5r: from the death of a process until another one goes on with its long run. */
import { setTimeout as pause } from "node:timers/promises";
import { Child } from "../child.ts";
import type { LongRunWork } from "../children/long-run.ts";
import { type Figure, figureOf, plainFigure } from "../figure.ts";
import { median, type Pair } from "../slices.ts";
import type { Bench, Workload } from "../workload.ts";

const module = new URL("../children/long-run.ts", import.meta.url);
const short = 100;
const long = 10_000;
/** How often a worker looks for the dead: deaths are spread evenly over this. */
const lookEveryMs = 1_000;

interface Trial {
  readonly history: number;
  /** Ms since the second process has opened its engine when the first is killed. */
  readonly phaseMs: number;
}

/** Ms from the kill of the first process to the first new step of one that has the store open already. */
async function standing(bench: Bench, { history, phaseMs }: Trial): Promise<number> {
  return await withFirst(bench, history, async (first, work) => {
    const second = new Child(module, { ...work, role: "second" });
    try {
      const { at: openAt } = await second.said("open");
      await pause(phaseMs);
      const killedAt = first.kill();
      const step = await second.said("new step");
      if (openAt > killedAt) throw new Error("the second process was to be open before the first was killed");
      return step.at - killedAt;
    } finally {
      await second.gone();
    }
  });
}

interface Fresh {
  /** Ms from the kill to the first new step; the start of Node is in it. */
  readonly whole: number;
  /** Ms from its Stepwell.open on. */
  readonly opening: number;
}

/** The same for a process that is started when the first one dies, as a supervisor does. */
async function fresh(bench: Bench, history: number): Promise<Fresh> {
  return await withFirst(bench, history, async (first, work) => {
    const killedAt = first.kill();
    const second = new Child(module, { ...work, role: "second" });
    try {
      const opening = await second.said("opening");
      const step = await second.said("new step");
      return { whole: step.at - killedAt, opening: step.at - opening.at };
    } finally {
      await second.gone();
    }
  });
}

async function withFirst<T>(
  bench: Bench,
  history: number,
  then: (first: Child, work: LongRunWork) => Promise<T>,
): Promise<T> {
  const work: LongRunWork = { store: bench.store.name, folder: bench.folder(), history, role: "first" };
  const first = new Child(module, work);
  try {
    await first.said("new step");
    return await then(first, work);
  } finally {
    await first.gone();
  }
}

async function measure(bench: Bench): Promise<Figure[]> {
  const standings: Pair[] = [];
  const trials = bench.quick ? 1 : 7;
  for (let n = 0; n < trials; n++) {
    const phaseMs = (lookEveryMs * (n + 0.5)) / trials;
    const value = await standing(bench, { history: long, phaseMs });
    standings.push({ value, raw: await standing(bench, { history: short, phaseMs }) });
  }
  const whole: Pair[] = [];
  const opening: Pair[] = [];
  for (let n = 0; n < (bench.quick ? 1 : 5); n++) {
    const [value, raw] = [await fresh(bench, long), await fresh(bench, short)];
    whole.push({ value: value.whole, raw: raw.whole });
    opening.push({ value: value.opening, raw: raw.opening });
  }
  const of = { unit: "ms", against: `the same with ${short} steps of history` };
  const goal = { valueMost: 300 };
  const more = (pairs: readonly Pair[]): number[] => pairs.map(({ value, raw }) => value - raw);
  return [
    figureOf({ ...of, workload: "W5r standing process", goal }, standings),
    figureOf({ ...of, workload: "W5r fresh process", goal }, whole),
    figureOf({ ...of, workload: "W5r fresh process, from open", goal: {} }, opening),
    plainFigure({ unit: "ms", workload: "W5r more than with 100 steps", goal: { valueMost: 100 } }, [
      median(more(standings)),
      median(more(whole)),
    ]),
  ];
}

export const longRecovery: Workload = { name: "W5r", about: "kill -9 in a long run", run: measure };
