/**
 * Simulates histories, one per seed, in two processes, and says what they have shown; exits with 1 if anything was
 * violated. `npm run simulate -- --seeds 1000 [--from 1] [--small] [--kept] [--mutant NAME] [--first]
 * [--processes 2]`
 */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { install } from "../packages/core/src/testing/simulation/mutants/install.ts";
import type { Plan } from "../packages/core/src/testing/simulation/plan.ts";
import { knownMutant } from "./known-mutant.ts";
import { scriptArguments } from "./script-arguments.ts";
import { wholeNumber } from "./whole-number.ts";

interface Failure {
  readonly seed: number;
  readonly violations: readonly string[];
}

interface Part {
  readonly histories: number;
  readonly events: number;
  readonly entries: number;
  readonly failures: readonly Failure[];
}

const usage =
  "npm run simulate -- [--seeds 200] [--from 1] [--small] [--kept] [--mutant NAME] [--first] [--processes 2]";
const { values } = scriptArguments(usage, {
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    processes: { type: "string", default: "2" },
    /** Histories of few and short runs, as the tests have them. */
    small: { type: "boolean", default: false },
    /** Those of kept-histories.json before the seeds. */
    kept: { type: "boolean", default: false },
    /** Puts a deliberate fault into the engine. */
    mutant: { type: "string" },
    /** Stops at the first violation, and says no more than that. */
    first: { type: "boolean", default: false },
    /** Of a child: every so-manieth seed, from this one. */
    part: { type: "string" },
  },
});
const seeds = wholeNumber("--seeds", values.seeds);
const from = wholeNumber("--from", values.from);
const processes = wholeNumber("--processes", values.processes);
const { small } = values;
const mutant = values.mutant === undefined ? undefined : knownMutant(values.mutant);

/**
 * A history leaves much behind that lives as long as it does: where there is room for it, it need not be moved. Nobody
 * reads the stacks of errors that are thrown on purpose.
 */
const execArgv = [...process.execArgv, "--min-semi-space-size=16", "--max-semi-space-size=32", "--stack-trace-limit=0"];

async function execute(part: number): Promise<Part> {
  // What nobody has caught belongs to the history in which it happened.
  const stray: string[] = [];
  process.on("unhandledRejection", (error) => stray.push(`an unhandled rejection: ${String(error)}`));
  // A second of each process: to read hundreds of modules, and to take their types away. Mutants are made as they are read.
  if (mutant === undefined) enableCompileCache();
  else install(mutant);
  const { simulate, planOfSeed } = await engine();
  const sums = { histories: 0, events: 0, entries: 0 };
  const failures: Failure[] = [];
  const kept = values.kept && part === 0 ? keptPlans() : [];
  const ofSeeds = Iterator.from(seedsOf(part)).map((seed) => planOfSeed(seed, { small }));
  for (const plan of [kept, ofSeeds].values().flatMap((plans) => plans)) {
    const { seed } = plan;
    const verdict = await simulate(plan);
    const violations = [...verdict.violations, ...stray.splice(0)];
    sums.histories++;
    sums.events += verdict.events;
    sums.entries += verdict.entries;
    if (violations.length > 0) failures.push({ seed, violations });
    if (violations.length > 0 && values.first) break;
  }
  return { ...sums, failures };
}

function* seedsOf(part: number): Generator<number> {
  for (let seed = from + part; seed < from + seeds; seed += processes) yield seed;
}

function keptPlans(): readonly Plan[] {
  const file = new URL("../packages/core/src/testing/simulation/kept-histories.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as readonly { readonly plan: Plan }[]).map(({ plan }) => plan);
}

/** Loaded late: a mutant is put in while the engine is loaded. */
async function engine() {
  const [{ simulate }, { planOfSeed }] = await Promise.all([
    import("../packages/core/src/testing/simulation/simulate.ts"),
    import("../packages/core/src/testing/simulation/plan-of-seed.ts"),
  ]);
  return { simulate, planOfSeed };
}

function started(part: number): Promise<Part> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), "--part", String(part)], { execArgv });
  return new Promise((resolve, reject) => {
    child.on("message", (message) => resolve(message as Part));
    child.on("exit", (code) => reject(new RangeError(`a process has ended with ${code}`)));
  });
}

async function showSmaller({ seed, violations }: Failure): Promise<void> {
  const { simulate, planOfSeed } = await engine();
  const [{ shrink }, { asTest, sortOf }] = await Promise.all([
    import("../packages/core/src/testing/simulation/shrink.ts"),
    import("../packages/core/src/testing/simulation/history-test.ts"),
  ]);
  const sorts = new Set(violations.map(sortOf));
  const fails = async (plan: ReturnType<typeof planOfSeed>): Promise<boolean> => {
    const { violations: found } = await simulate(plan);
    return found.some((violation) => sorts.has(sortOf(violation)));
  };
  const plan = await shrink(planOfSeed(seed, { small }), fails, 400);
  process.stdout.write(asTest(plan, await simulate(plan)));
}

async function main(): Promise<void> {
  const since = performance.now();
  const parts =
    processes === 1
      ? [await execute(0)]
      : await Promise.all(Array.from({ length: processes }, (_, part) => started(part)));
  const seconds = (performance.now() - since) / 1_000;
  const sum = (what: "histories" | "events" | "entries"): number => parts.reduce((all, part) => all + part[what], 0);
  const failures = parts.flatMap((part) => part.failures).sort((a, b) => a.seed - b.seed);
  const [histories, entries] = [sum("histories"), sum("entries")];
  process.stdout.write(
    `${small ? "small " : ""}seeds ${from} to ${from + seeds - 1}: ${histories} histories, ${sum("events")} events, ${entries} entries ` +
      `(${Math.round(entries / histories)} each) in ${seconds.toFixed(1)} s (${Math.round((histories * 60) / seconds)} a minute); ` +
      `${failures.length} with violations\n`,
  );
  for (const { seed, violations } of failures)
    process.stdout.write(`\nseed ${seed}:\n  ${violations.slice(0, 4).join("\n  ")}\n`);
  const [first] = failures;
  if (first === undefined) return;
  process.exitCode = 1;
  if (mutant === undefined && !values.first) await showSmaller(first);
}

if (values.part === undefined) await main();
else process.send?.(await execute(Number(values.part)), () => process.exit());
