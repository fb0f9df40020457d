/** W10: one run that calls 10,000 others at once, each of one step, until it has all that they give. */
import { type Stepwell, workflow } from "@stepwell/core";
import { withEngine } from "../engine.ts";
import { type Figure, figureOf } from "../figure.ts";
import { interleave, timed } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const child = workflow("child", (wf, n: number) => wf.step("only", () => stepValue(n)));
const parent = workflow("parent", async (wf, children: number) => {
  const called = Array.from({ length: children }, (_, n) => wf.call(child, n));
  return (await Promise.all(called)).length;
});

/** The same runs without a parent. */
async function startAll(engine: Stepwell, count: number): Promise<void> {
  const items = Array.from({ length: count }, (_, n) => ({ input: n }));
  const started = await engine.startMany(child, items);
  await Promise.all(started.map(({ handle }) => handle?.result()));
}

async function measure(bench: Bench, engine: Stepwell): Promise<Figure[]> {
  const plan = bench.quick ? { slices: 1, warmUp: 0 } : { slices: 5, warmUp: 1 };
  const count = bench.quick ? 500 : 10_000;
  const pairs = await interleave(plan, {
    value: () => timed(() => engine.execute(parent, count)),
    raw: () => timed(() => startAll(engine, count)),
  });
  const workload = `W10 ${count.toLocaleString("en-US")} children of one run`;
  const against = "the same runs without a parent";
  return [figureOf({ workload, unit: "ms", against, goal: { valueMost: 2_000 } }, pairs)];
}

export const manyChildren: Workload = {
  name: "W10",
  about: "10,000 children of one run",
  run: (bench) =>
    withEngine(bench, { workflows: [child, parent], shape: { runs: 1, entries: 1 } }, ({ engine }) =>
      measure(bench, engine),
    ),
};
