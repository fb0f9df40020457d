/** W5: what a step costs late in a long run, beside what it costs early. */
import { type Stepwell, type Workflow, workflow } from "@stepwell/core";
import { withEngine } from "../engine.ts";
import { type Figure, figureOf } from "../figure.ts";
import type { Pair } from "../slices.ts";
import { type Bench, stepValue, type Workload } from "../workload.ts";

const early = 100;
const late = 10_000;
const sequential = 20;
const parallel = 100;

/** Ms of one step, in sequence and in a fan-out. */
interface Cost {
  readonly sequence: number;
  readonly fanOut: number;
}

/** Lets a run that waits in one of its steps go on for one slice, and hears from its bodies when they began. */
class Gate {
  #open = Promise.withResolvers<boolean>();
  #measured = Promise.withResolvers<Cost>();
  #reached = Promise.withResolvers<void>();

  /** The body of a step: false when there are no more slices. */
  wait(): Promise<boolean> {
    this.#reached.resolve();
    return this.#open.promise;
  }

  /** The body of the last step of a slice. */
  close(marks: readonly number[]): void {
    const [began = 0, middle = 0, ended = 0] = marks;
    this.#open = Promise.withResolvers();
    this.#reached = Promise.withResolvers();
    this.#measured.resolve({ sequence: (middle - began) / sequential, fanOut: (ended - middle) / parallel });
  }

  reached(): Promise<void> {
    return this.#reached.promise;
  }

  async slice(): Promise<Cost> {
    await this.#reached.promise;
    this.#measured = Promise.withResolvers();
    this.#open.resolve(true);
    return await this.#measured.promise;
  }

  async end(): Promise<void> {
    await this.#reached.promise;
    this.#open.resolve(false);
  }
}

type Gated = Workflow<{ history: number; gate: string }, number>;

/** Builds its history, then goes slice by slice: some steps in sequence, then some at once. */
function gated(gates: ReadonlyMap<string, Gate>): Gated {
  return workflow("gated", async (wf, { history, gate: name }) => {
    const gate = gates.get(name);
    let marks: number[] = [];
    const mark = (): void => void marks.push(performance.now());
    const fan = (prefix: string): Promise<unknown> =>
      Promise.all(Array.from({ length: parallel }, (_, n) => wf.step(`${prefix}-${n}`, () => stepValue(n))));
    for (let n = 0; n < history / parallel; n++) await fan(`history-${n}`);
    let slices = 0;
    while (await wf.step(`gate-${slices}`, () => gate?.wait() ?? false)) {
      const began = `slice-${++slices}`;
      await wf.step(`${began}-began`, mark);
      for (let n = 1; n < sequential; n++) await wf.step(`${began}-${n}`, () => stepValue(n));
      await wf.step(`${began}-middle`, mark);
      await fan(began);
      await wf.step(`${began}-ended`, () => {
        mark();
        gate?.close(marks);
        marks = [];
      });
    }
    return slices;
  });
}

interface Scene {
  readonly engine: Stepwell;
  readonly workflow: Gated;
  readonly gates: Map<string, Gate>;
}

/** The long run stays, a short one is new for each slice: its history must not grow. */
async function slices(scene: Scene, count: number): Promise<{ late: Cost; early: Cost }[]> {
  const long = await begin(scene, "long", late);
  await long.gate.reached();
  const pairs: { late: Cost; early: Cost }[] = [];
  for (let n = 0; n < count; n++) {
    const short = await begin(scene, `short-${n}`, early);
    const cost = n % 2 === 0 ? await long.gate.slice() : undefined;
    const shortCost = await short.gate.slice();
    pairs.push({ late: cost ?? (await long.gate.slice()), early: shortCost });
    await short.gate.end();
    await short.handle.result();
  }
  await long.gate.end();
  await long.handle.result();
  return pairs;
}

async function begin({ engine, workflow: gatedRun, gates }: Scene, name: string, history: number) {
  const gate = new Gate();
  gates.set(name, gate);
  return { gate, handle: await engine.start(gatedRun, { history, gate: name }) };
}

async function measure(bench: Bench): Promise<Figure[]> {
  const gates = new Map<string, Gate>();
  const definition = gated(gates);
  const counted = bench.quick ? 5 : 61;
  const warmUp = bench.quick ? 2 : 10;
  const shape = { runs: 1, entries: late };
  return await withEngine(bench, { workflows: [definition], shape }, async ({ engine }) => {
    const all = await slices({ engine, workflow: definition, gates }, warmUp + counted);
    const measured = all.slice(warmUp);
    const pairs = (cost: keyof Cost): Pair[] =>
      measured.map((slice) => ({ value: slice.late[cost], raw: slice.early[cost] }));
    const of = { unit: "ms", against: `a step at ${early} steps of history`, goal: { ratioMost: 1.2 } };
    return [
      figureOf({ ...of, workload: "W5 step at 10,000, in sequence" }, pairs("sequence")),
      figureOf({ ...of, workload: "W5 step at 10,000, of a fan-out" }, pairs("fanOut")),
    ];
  });
}

export const longHistory: Workload = { name: "W5", about: "steps late in a long run", run: measure };
