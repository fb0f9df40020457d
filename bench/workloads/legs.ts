/** D2: definitions on the engine: a matrix of many legs, and what a stage costs beside a plain step. */
import { Stepwell, workflow } from "@stepwell/core";
import { type Definition, definitionsOf, definitionWorkflow, loadData, makeServices } from "@stepwell/declarative";
import { complain } from "../engine.ts";
import { type Figure, plainFigure } from "../figure.ts";
import { interleave, timed } from "../slices.ts";
import type { Bench, Workload } from "../workload.ts";

const legs = 10_000;

async function matrixOf(count: number): Promise<Definition> {
  const values = Array.from({ length: count }, (_, n) => n);
  const say = { id: "say", echo: `leg \${{ matrix.n }}` };
  const [definition] = definitionsOf(
    await loadData({ name: `legs-${count}`, jobs: { all: { strategy: { matrix: { n: values } }, stages: [say] } } }),
  );
  if (definition === undefined) throw new Error("no definition");
  return definition;
}

/** The same in code: a step and a line of log for each. */
const plain = workflow("plain", async (wf, count: number) => {
  await wf.map(Array.from({ length: count }), (_, n) =>
    wf.step("say", (s) => {
      s.log(`leg ${n}`);
      return { message: `leg ${n}` };
    }),
  );
});

async function withDefinition<T>(
  bench: Bench,
  work: (engine: Stepwell, run: () => Promise<unknown>) => Promise<T>,
  count: number,
): Promise<T> {
  const definition = await matrixOf(count);
  const folder = bench.folder();
  const flow = definitionWorkflow(definition, makeServices({ workspaces: folder }));
  const engine = await Stepwell.open({ store: bench.store.provider(folder), workflows: [flow, plain], log: complain });
  try {
    return await work(engine, () => engine.execute(flow, { definition, params: {} }));
  } finally {
    await engine.close();
  }
}

async function manyLegs(bench: Bench): Promise<Figure> {
  const count = bench.quick ? 500 : legs;
  const values = await withDefinition(
    bench,
    async (_, run) => {
      const each: number[] = [];
      for (let n = 0; n < (bench.quick ? 2 : 6); n++) each.push(await timed(run));
      return each.slice(1);
    },
    count,
  );
  const workload = `D2 matrix of ${count.toLocaleString("en-US")} legs, one echo each`;
  return plainFigure({ workload, unit: "ms", goal: { valueMost: 2_000 } }, values);
}

/** Both sides have as many steps, in one fan-out: the difference is what the stage costs. */
async function stageCost(bench: Bench): Promise<Figure> {
  const count = bench.quick ? 200 : 1_000;
  const plan = bench.quick ? { slices: 2, warmUp: 1 } : { slices: 15, warmUp: 5 };
  const pairs = await withDefinition(
    bench,
    (engine, run) =>
      interleave(plan, { value: () => timed(run), raw: () => timed(() => engine.execute(plain, count)) }),
    count,
  );
  const more = pairs.map(({ value, raw }) => ((value - raw) * 1_000) / count);
  return plainFigure({ workload: "D2 a stage, more than a plain step", unit: "µs", goal: { valueMost: 60 } }, more);
}

export const manyLegsOfDefinitions: Workload = {
  name: "D2",
  about: "definitions: many legs, and the cost of a stage",
  run: async (bench) => [await manyLegs(bench), await stageCost(bench)],
};
