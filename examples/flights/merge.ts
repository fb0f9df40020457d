import type { Aggregates } from "./aggregate.ts";
import { strikingSamples } from "./samples.ts";
import { addTally, emptyTally, type Tallies, type Tally } from "./tally.ts";

/**
 * The aggregates of all parts together. Whole numbers, sorted keys and a total order of the samples make the result the
 * same in whatever order the parts come, and however they were merged before.
 */
export function mergeAggregates(parts: readonly Aggregates[]): Aggregates {
  return {
    rows: sum(parts.map((part) => part.rows)),
    kept: sum(parts.map((part) => part.kept)),
    rejected: sum(parts.map((part) => part.rejected)),
    reasons: mergeReasons(parts.map((part) => part.reasons)),
    airports: mergeTallies(parts.map((part) => part.airports)),
    routes: mergeTallies(parts.map((part) => part.routes)),
    days: mergeTallies(parts.map((part) => part.days)),
    hours: mergeTallies(parts.map((part) => part.hours)),
    samples: strikingSamples(parts.flatMap((part) => part.samples)),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mergeTallies(all: Tallies[]): Tallies {
  const merged = new Map<string, Tally>();
  for (const tallies of all)
    for (const [key, tally] of Object.entries(tallies)) addTally(merged.getOrInsertComputed(key, emptyTally), tally);
  return Object.fromEntries([...merged].sort(byKey));
}

function mergeReasons(all: Aggregates["reasons"][]): Aggregates["reasons"] {
  const merged = new Map<string, number>();
  for (const reasons of all)
    for (const [code, count] of Object.entries(reasons)) merged.set(code, (merged.get(code) ?? 0) + count);
  return Object.fromEntries([...merged].sort(byKey));
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
