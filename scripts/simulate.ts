/**
 * Simulates histories, one per seed, in two processes, and says what they have shown; exits with 1 if anything was
 * violated. `npm run simulate -- --seeds 1000 [--from 1] [--processes 2]`
 */
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { asTest, sortOf } from "../packages/core/src/testing/simulation/history-test.ts";
import { planOfSeed } from "../packages/core/src/testing/simulation/plan-of-seed.ts";
import { shrink } from "../packages/core/src/testing/simulation/shrink.ts";
import { simulate, type Verdict } from "../packages/core/src/testing/simulation/simulate.ts";

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

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    processes: { type: "string", default: "2" },
    /** Of a child: every so-manieth seed, from this one. */
    part: { type: "string" },
  },
});
const [seeds, from, processes] = [values.seeds, values.from, values.processes].map((text) => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(`${text} is not a whole number from 1`);
}) as [number, number, number];

/** What nobody has caught is found by whoever looks for it here. */
const stray: string[] = [];

async function historyOf(seed: number): Promise<Verdict> {
  const verdict = await simulate(planOfSeed(seed));
  return { ...verdict, violations: [...verdict.violations, ...stray.splice(0)] };
}

async function execute(part: number): Promise<Part> {
  process.on("unhandledRejection", (error) => stray.push(`an unhandled rejection: ${String(error)}`));
  const sums = { histories: 0, events: 0, entries: 0 };
  const failures: Failure[] = [];
  for (let seed = from + part; seed < from + seeds; seed += processes) {
    const { events, entries, violations } = await historyOf(seed);
    sums.histories++;
    sums.events += events;
    sums.entries += entries;
    if (violations.length > 0) failures.push({ seed, violations });
  }
  return { ...sums, failures };
}

function started(part: number): Promise<Part> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), "--part", String(part)]);
  return new Promise((resolve, reject) => {
    child.on("message", (message) => resolve(message as Part));
    child.on("exit", (code) => reject(new RangeError(`a process has ended with ${code}`)));
  });
}

async function showSmaller({ seed, violations }: Failure): Promise<void> {
  const sorts = new Set(violations.map(sortOf));
  const fails = async (plan: ReturnType<typeof planOfSeed>): Promise<boolean> => {
    const { violations: found } = await simulate(plan);
    return found.some((violation) => sorts.has(sortOf(violation)));
  };
  const plan = await shrink(planOfSeed(seed), fails, 400);
  process.stdout.write(asTest(plan, await simulate(plan)));
}

async function main(): Promise<void> {
  const since = performance.now();
  const parts = await Promise.all(Array.from({ length: processes }, (_, part) => started(part)));
  const seconds = (performance.now() - since) / 1_000;
  const sum = (what: "histories" | "events" | "entries"): number => parts.reduce((all, part) => all + part[what], 0);
  const failures = parts.flatMap((part) => part.failures).sort((a, b) => a.seed - b.seed);
  const [histories, entries] = [sum("histories"), sum("entries")];
  process.stdout.write(
    `seeds ${from} to ${from + seeds - 1}: ${histories} histories, ${sum("events")} events, ${entries} entries ` +
      `(${Math.round(entries / histories)} each) in ${seconds.toFixed(1)} s (${Math.round((histories * 60) / seconds)} a minute); ` +
      `${failures.length} with violations\n`,
  );
  for (const { seed, violations } of failures) process.stdout.write(`\nseed ${seed}:\n  ${violations.join("\n  ")}\n`);
  const [first] = failures;
  if (first === undefined) return;
  process.exitCode = 1;
  await showSmaller(first);
}

if (values.part === undefined) await main();
else process.send?.(await execute(Number(values.part)));
