/** W4: runs that wait: what each keeps of memory, how many go on per second, and how soon one does. */
import { type Stepwell, signal, workflow } from "@stepwell/core";
import { Child, type Message } from "../child.ts";
import type { ParkedRunsWork } from "../children/parked-runs.ts";
import { type Duel, withEngine } from "../engine.ts";
import { type Figure, figureOf, plainFigure } from "../figure.ts";
import { interleave, median } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const module = new URL("../children/parked-runs.ts", import.meta.url);
const go = signal<number>("go");

const heard = { at: 0, tell: () => {} };

/** Notes when its step begins, once for each signal. */
const echo = workflow("echo", async (wf, signals: number) => {
  for (let n = 0; n < signals; n++) {
    await wf.receive(go);
    await wf.step("heard", () => {
      heard.at = performance.now();
      heard.tell();
      return stepValue(n);
    });
  }
});

async function signalMs(engine: Stepwell, count: number): Promise<number> {
  const run = await engine.start(echo, count);
  const each: number[] = [];
  for (let n = 0; n < count; n++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard.tell = resolve;
    const began = performance.now();
    await run.signal(go, n);
    await promise;
    each.push(heard.at - began);
  }
  await run.result();
  return median(each);
}

async function latency(bench: Bench, { engine, raw }: Duel): Promise<Figure> {
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 11, warmUp: 3 };
  const count = bench.quick ? 20 : 60;
  const pairs = await interleave(plan, {
    value: () => signalMs(engine, count),
    raw: () => {
      const each: number[] = [];
      for (let n = 0; n < count; n++) {
        const began = performance.now();
        raw.transaction(1);
        each.push(performance.now() - began);
      }
      return median(each);
    },
  });
  const of = { workload: "W4 signal until its step begins", unit: "ms", against: "transaction of 1 row" };
  return figureOf({ ...of, goal: { valueMost: 1.5 } }, pairs);
}

async function parked(bench: Bench, by: ParkedRunsWork["by"]): Promise<Figure[]> {
  const runs = bench.quick ? 2_000 : 100_000;
  const rounds = bench.quick ? 1 : 3;
  const work: ParkedRunsWork = { store: bench.store.name, folder: bench.folder(), by, runs, rounds };
  const child = new Child(module, work, ["--expose-gc"]);
  try {
    const facts: Message["facts"][] = [];
    for (let n = 1; n <= rounds; n++) facts.push((await child.said(`round ${n}`)).facts);
    await child.gone();
    const raw = rawPerSecond(bench, { by, runs, rounds });
    const of = `${runs.toLocaleString("en-US")} runs that wait for a ${by}`;
    const gone = { workload: `W4 ${by}s: gone on and ended`, unit: "runs/s", goal: { valueLeast: 20_000 } };
    return [
      plainFigure(
        { workload: `W4 memory of ${of}, each`, unit: "B", goal: { valueMost: 100 } },
        facts.map((each) => each.bytesEach ?? Number.NaN),
      ),
      figureOf(
        { ...gone, against: "the rows of it, by 1,000" },
        facts.map((each, n) => ({ value: each.perSecond ?? Number.NaN, raw: raw[n] ?? Number.NaN })),
      ),
    ];
  } finally {
    await child.gone();
  }
}

/** The same rounds without an engine, the first of them a warm-up, too. */
function rawPerSecond(
  bench: Bench,
  { by, runs, rounds }: Pick<ParkedRunsWork, "by" | "runs" | "rounds">,
): readonly number[] {
  const raw = bench.store.rawResume(bench.folder(), by);
  try {
    return Array.from({ length: rounds + 1 }, () => raw.perSecond(runs, 1_000)).slice(1);
  } finally {
    raw.close();
  }
}

export const parkedRuns: Workload = {
  name: "W4",
  about: "runs that wait",
  run: async (bench) => [
    ...(await parked(bench, "signal")),
    ...(await parked(bench, "timer")),
    await withEngine(bench, { workflows: [echo], shape: { runs: 1, entries: 1 } }, (duel) => latency(bench, duel)),
  ],
};
