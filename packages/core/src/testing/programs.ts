/** Generated workflow programs: what users write, in small. Each notes what its code sees, in order. */
import fc from "fast-check";
import type { WorkflowContext } from "../operations/context.ts";
import { type DealingProgram, deal, dealings, type Effects, isDealing } from "./dealing-programs.ts";

export type Program =
  | DealingProgram
  | {
      readonly is: "step";
      readonly name: string;
      readonly takes: keyof typeof take;
    }
  | { readonly is: "fail"; readonly name: string }
  | { readonly is: "flaky"; readonly name: string; readonly failures: number }
  | { readonly is: "sleep"; readonly ms: number }
  | { readonly is: "set"; readonly key: string }
  | { readonly is: "values" }
  | { readonly is: "seq"; readonly parts: readonly Program[] }
  | { readonly is: "all" | "race" | "any" | "allSettled" | "map" | "wfRace"; readonly parts: readonly Program[] }
  | { readonly is: "scope"; readonly body: Program }
  | { readonly is: "catch"; readonly body: Program }
  | { readonly is: "generator"; readonly parts: readonly Program[] }
  | { readonly is: "late"; readonly first: Program; readonly second: Program };

/** How long a body takes. */
const take = {
  "no time": async () => {},
  "a microtask": async () => await null,
  "a turn": () => new Promise((resolve) => setImmediate(resolve)),
  "a millisecond": () => new Promise((resolve) => setTimeout(resolve, 1)),
};

const name = fc.constantFrom("a", "b", "c");

export const programs: fc.Arbitrary<Program> = fc.letrec<{ program: Program; leaf: Program; parts: Program[] }>(
  (tie) => ({
    leaf: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          is: fc.constant("step" as const),
          name,
          takes: fc.constantFrom(...(Object.keys(take) as (keyof typeof take)[])),
        }),
      },
      fc.record({ is: fc.constant("fail" as const), name }),
      fc.record({ is: fc.constant("flaky" as const), name, failures: fc.integer({ min: 1, max: 2 }) }),
      fc.record({ is: fc.constant("sleep" as const), ms: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ is: fc.constant("set" as const), key: name }),
      fc.constant({ is: "values" as const }),
      { weight: 4, arbitrary: dealings },
    ),
    parts: fc.array(tie("program"), { minLength: 1, maxLength: 4 }),
    program: fc.oneof(
      { maxDepth: 3, depthIdentifier: "program" },
      tie("leaf"),
      fc.record({ is: fc.constant("seq" as const), parts: tie("parts") }),
      fc.record({
        is: fc.constantFrom(
          "all" as const,
          "race" as const,
          "any" as const,
          "allSettled" as const,
          "map" as const,
          "wfRace" as const,
        ),
        parts: tie("parts"),
      }),
      fc.record({ is: fc.constant("scope" as const), body: tie("program") }),
      fc.record({ is: fc.constant("catch" as const), body: tie("program") }),
      fc.record({ is: fc.constant("generator" as const), parts: tie("parts") }),
      fc.record({ is: fc.constant("late" as const), first: tie("program"), second: tie("program") }),
    ),
  }),
).program;

/** Executes a program and gives what its code saw, in order. */
export async function execute(wf: WorkflowContext, program: Program, effects: Effects): Promise<string[]> {
  const seen: string[] = [];
  try {
    seen.push(`= ${await go({ wf, seen, effects }, program)}`);
  } catch (error) {
    seen.push(`! ${error instanceof AggregateError ? "aggregate" : String(error)}`);
  }
  return seen;
}

interface Going {
  readonly wf: WorkflowContext;
  readonly seen: string[];
  readonly effects: Effects;
}

async function go(going: Going, program: Program): Promise<string> {
  const value = await dispatch(going, program);
  going.seen.push(`${program.is}:${value}`);
  return value;
}

async function dispatch(going: Going, program: Program): Promise<string> {
  const { wf, effects } = going;
  if (isDealing(program)) return await deal(wf, program, effects);
  switch (program.is) {
    case "step":
      return await wf.step(program.name, async (s) => {
        await take[program.takes]();
        effects.count(`${wf.generation} ${s.key}`);
        return `${program.name}${Math.floor(s.random() * 1e6)}`;
      });
    case "fail":
      return await wf.step(
        program.name,
        () => {
          throw new RangeError(program.name);
        },
        { retry: false },
      );
    case "flaky":
      return await wf.step(
        program.name,
        (s) => {
          if (s.attempt <= program.failures) throw new RangeError(`attempt ${s.attempt}`);
          effects.count(`${wf.generation} ${s.key}`);
          return `after ${s.attempt}`;
        },
        { retry: { maxAttempts: 3, initial: 1, jitter: 0 } },
      );
    case "sleep":
      await wf.sleep(program.ms);
      return "slept";
    case "set":
      wf.set(program.key, `${String(wf.get(program.key, ""))}+`);
      return String(wf.get(program.key));
    case "values":
      // Not the time: it differs between executions, though never between live and replay.
      return `${wf.random()} ${wf.uuid()}`;
    case "seq": {
      let last = "";
      for (const part of program.parts) last = await go(going, part);
      return last;
    }
    case "scope":
      return await wf.scope("inner", () => go(going, program.body));
    case "catch":
      return await go(going, program.body).catch(
        (error: unknown) => `caught ${error instanceof AggregateError ? "aggregate" : String(error)}`,
      );
    case "generator":
      return await generated(going, program.parts);
    case "late": {
      // The first is asked for, but awaited only after the second.
      const first = go(going, program.first);
      const second = await go(going, program.second).catch(String);
      return `${second}, ${await first}`;
    }
    default:
      return await together(going, program.is, program.parts);
  }
}

async function together(
  going: Going,
  how: "all" | "race" | "any" | "allSettled" | "map" | "wfRace",
  parts: readonly Program[],
): Promise<string> {
  const branch = (part: Program, index: number): Promise<string> => going.wf.scope(`b${index}`, () => go(going, part));
  switch (how) {
    case "all":
      return (await Promise.all(parts.map(branch))).join();
    case "race":
      return await Promise.race(parts.map(branch));
    case "any":
      return await Promise.any(parts.map(branch));
    case "allSettled":
      return (await Promise.allSettled(parts.map(branch))).map((result) => result.status).join();
    case "map":
      return (await going.wf.map(parts, (part) => go(going, part), { concurrency: 2 })).join();
    case "wfRace": {
      const branches = Object.fromEntries(parts.map((part, index) => [`b${index}`, () => go(going, part)]));
      const { winner, value } = await going.wf.race(branches);
      return `${winner}=${value}`;
    }
  }
}

/** Leaves an async generator early, so that its clean-up runs inside workflow code. */
async function generated(going: Going, parts: readonly Program[]): Promise<string> {
  const seen: string[] = [];
  async function* each(): AsyncGenerator<string> {
    try {
      for (const part of parts) yield await go(going, part);
    } finally {
      seen.push(await going.wf.step("clean up", () => "clean"));
    }
  }
  for await (const value of each()) {
    seen.push(value);
    if (seen.length === 2) break;
  }
  return seen.join();
}
