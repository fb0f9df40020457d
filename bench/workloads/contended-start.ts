/** W9: what it costs that a run shares a concurrency key with others, from start to end. */
import { type Stepwell, workflow } from "@stepwell/core";
import { type Duel, withEngine } from "../engine.ts";
import { type Figure, figureOf } from "../figure.ts";
import { interleave, timed } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const body = (n: number) => stepValue(n).item;

const free = workflow("free", (wf, n: number) => wf.step("only", () => body(n)));
const sharing = workflow({ name: "sharing", concurrency: { limit: 10, key: "one" } }, (wf, n: number) =>
  wf.step("only", () => body(n)),
);

async function startMs(engine: Stepwell, flow: typeof free, count: number): Promise<number> {
  const items = Array.from({ length: count }, (_, n) => ({ input: n }));
  let started: { handle?: { result(): Promise<unknown> } | undefined }[] = [];
  const ms = await timed(async () => {
    started = await engine.startMany(flow, items);
  });
  for (const { handle } of started) await handle?.result();
  return ms / count;
}

async function measure(bench: Bench, { engine }: Duel): Promise<Figure[]> {
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 11, warmUp: 2 };
  const count = bench.quick ? 100 : 500;
  const contended = await interleave(plan, {
    value: () => startMs(engine, sharing, count),
    raw: () => startMs(engine, free, count),
  });
  const against = "start of a run that shares nothing";
  return [
    figureOf({ workload: "W9 start under a contended key", unit: "ms", against, goal: { ratioMost: 2 } }, contended),
  ];
}

export const contendedStart: Workload = {
  name: "W9",
  about: "starts of runs that share a concurrency key",
  run: (bench) =>
    withEngine(bench, { workflows: [free, sharing], shape: { runs: 1, entries: 1 } }, (duel) => measure(bench, duel)),
};
