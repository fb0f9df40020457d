/** W1: how many steps per second, when many ten-step runs are in flight. */
import { type Stepwell, workflow } from "@stepwell/core";
import { type Duel, withEngine } from "../engine.ts";
import { type Figure, figureOf, type Goal } from "../figure.ts";
import { interleave, timed } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const steps = 10;

export const tenSteps = workflow("ten-steps", async (wf, first: number) => {
  let sum = first;
  for (let n = 1; n <= steps; n++) sum += (await wf.step(`step-${n}`, () => stepValue(n))).item;
  return sum;
});

interface Load {
  readonly concurrent: number;
  /** Runs that each client has executed one after the other in a slice. */
  readonly each: number;
}

/** Steps per second: so many clients, each of which waits for its run before it starts the next. */
export async function stepsPerSecond(engine: Stepwell, { concurrent, each }: Load): Promise<number> {
  const client = async (): Promise<void> => {
    for (let n = 0; n < each; n++) await engine.execute(tenSteps, n);
  };
  const ms = await timed(() => Promise.all(Array.from({ length: concurrent }, client)));
  return (concurrent * each * steps * 1_000) / ms;
}

/** The same number of rows, in transactions of one row per run in flight. */
async function rawRowsPerSecond({ raw }: Duel, { concurrent, each }: Load): Promise<number> {
  const transactions = each * steps;
  const ms = await timed(() => {
    for (let n = 0; n < transactions; n++) raw.transaction(concurrent);
  });
  return (transactions * concurrent * 1_000) / ms;
}

async function measure(bench: Bench, load: Load, goal: Goal): Promise<Figure> {
  const { concurrent } = load;
  const shape = { runs: concurrent, entries: steps };
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 13, warmUp: 4 };
  return await withEngine(bench, { workflows: [tenSteps], shape }, async (duel) => {
    const pairs = await interleave(plan, {
      value: () => stepsPerSecond(duel.engine, load),
      raw: () => rawRowsPerSecond(duel, load),
    });
    const against = `transactions of ${concurrent} rows`;
    return figureOf({ workload: `W1 ${concurrent} concurrent`, unit: "steps/s", against, goal }, pairs);
  });
}

export const concurrentSteps: Workload = {
  name: "W1",
  about: "ten-step workflows, many at a time",
  async run(bench) {
    return [
      await measure(bench, { concurrent: 100, each: bench.quick ? 5 : 25 }, { valueLeast: 90_000, ratioLeast: 0.35 }),
      await measure(bench, { concurrent: 1_000, each: bench.quick ? 1 : 4 }, { valueLeast: 150_000 }),
    ];
  },
};
