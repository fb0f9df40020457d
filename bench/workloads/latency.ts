/** W2: how long one run takes while nothing else goes on. */
import { type Stepwell, workflow } from "@stepwell/core";
import { type Duel, withEngine } from "../engine.ts";
import { type Figure, figureOf } from "../figure.ts";
import { interleave, median, timed } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const sequentialSteps = 50;

export const oneStep = workflow("one-step", async (wf, n: number) => (await wf.step("only", () => stepValue(n))).item);

export const sequence = workflow("sequence", async (wf, length: number) => {
  let sum = 0;
  for (let n = 1; n <= length; n++) sum += (await wf.step(`step-${n}`, () => stepValue(n))).item;
  return sum;
});

/** Median ms of one-step runs from start to result, one after the other. */
export async function oneStepMs(engine: Stepwell, count: number): Promise<number> {
  const each: number[] = [];
  for (let n = 0; n < count; n++) each.push(await timed(() => engine.execute(oneStep, n)));
  return median(each);
}

/** Ms per step of runs of 50 steps, one after the other: starting and ending the run are in it. */
export async function sequentialStepMs(engine: Stepwell, runs: number): Promise<number> {
  const ms = await timed(async () => {
    for (let n = 0; n < runs; n++) await engine.execute(sequence, sequentialSteps);
  });
  return ms / (runs * sequentialSteps);
}

async function rawMedianMs({ raw }: Duel, count: number): Promise<number> {
  const each: number[] = [];
  for (let n = 0; n < count; n++) each.push(await timed(() => raw.transaction(1)));
  return median(each);
}

async function rawMeanMs({ raw }: Duel, count: number): Promise<number> {
  const ms = await timed(() => {
    for (let n = 0; n < count; n++) raw.transaction(1);
  });
  return ms / count;
}

async function measure(bench: Bench, duel: Duel): Promise<Figure[]> {
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 15, warmUp: 3 };
  const runs = bench.quick ? 20 : 60;
  const single = await interleave(plan, {
    value: () => oneStepMs(duel.engine, runs),
    raw: () => rawMedianMs(duel, runs),
  });
  const sequences = bench.quick ? 2 : 6;
  const many = await interleave(plan, {
    value: () => sequentialStepMs(duel.engine, sequences),
    raw: () => rawMeanMs(duel, sequences * sequentialSteps),
  });
  const against = "transaction of 1 row";
  return [
    figureOf({ workload: "W2 one step, start to result", unit: "ms", against, goal: { ratioMost: 3 } }, single),
    figureOf({ workload: "W2 50 steps, each", unit: "ms", against, goal: { ratioMost: 1.4 } }, many),
  ];
}

export const latency: Workload = {
  name: "W2",
  about: "one run at a time",
  run: (bench) =>
    withEngine(bench, { workflows: [oneStep, sequence], shape: { runs: 1, entries: sequentialSteps } }, (duel) =>
      measure(bench, duel),
    ),
};
