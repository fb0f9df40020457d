/** W3: one run that asks for 1,000 steps at once. */
import { type Stepwell, workflow } from "@stepwell/core";
import { withEngine } from "../engine.ts";
import { figureOf } from "../figure.ts";
import { interleave, median, timed } from "../slices.ts";
import { stepValue, type Workload } from "../workload.ts";

const width = 1_000;

export const fan = workflow("fan", async (wf, size: number) => {
  const wanted = Array.from({ length: size }, (_, n) => wf.step(`step-${n}`, () => stepValue(n)));
  return (await Promise.all(wanted)).length;
});

/** Median ms from start to result. */
export async function fanOutMs(engine: Stepwell, count: number): Promise<number> {
  const each: number[] = [];
  for (let n = 0; n < count; n++) each.push(await timed(() => engine.execute(fan, width)));
  return median(each);
}

export const fanOut: Workload = {
  name: "W3",
  about: "1,000 parallel steps of one run",
  run: (bench) =>
    withEngine(bench, { workflows: [fan], shape: { runs: 1, entries: width } }, async ({ engine, raw }) => {
      const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 15, warmUp: 4 };
      const count = bench.quick ? 3 : 9;
      const pairs = await interleave(plan, {
        value: () => fanOutMs(engine, count),
        raw: async () => {
          const each: number[] = [];
          for (let n = 0; n < count; n++) each.push(await timed(() => raw.transaction(width)));
          return median(each);
        },
      });
      const against = `transaction of ${width} rows`;
      return [figureOf({ workload: `W3 fan-out of ${width}`, unit: "ms", against, goal: { valueMost: 15 } }, pairs)];
    }),
};
