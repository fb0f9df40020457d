/** `engine.stats`: what the counters of a store say, added up. */

import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { isFinished, type RunState, runStates } from "../model/run-state.ts";
import type { RunCount } from "../store/port.ts";

/** What engine.stats is about. */
export interface StatsFilter {
  /** Only runs of this workflow. Default: of all. */
  readonly workflow?: string;
}

/** How many runs there are, and how those before them went. */
export interface RunStats {
  /** Runs that there are, by state: what `list` shows. */
  readonly runs: Readonly<Record<RunState, number>>;
  /**
   * How often runs ended, by outcome, since the store was made. Every generation counts, so a run that failed and was
   * retried with success counts as both; runs that retention has removed go on counting.
   */
  readonly ended: Readonly<Record<"completed" | "failed" | "cancelled" | "timed_out", number>>;
  /** Completed of all that ended by themselves, from 0 to 1: who cancels a run says nothing of it. Undefined before the first. */
  readonly successRate: number | undefined;
  /** From the first claim to the end, of all that ended and had begun, ms. Undefined before the first. */
  readonly meanDurationMs: number | undefined;
}

/** The runs of one workflow. */
export interface WorkflowStats extends RunStats {
  readonly workflow: string;
}

/** What stands in a queue. */
export interface QueueStats {
  readonly queue: string;
  /** Runs to be taken, those that are delayed included. */
  readonly pending: number;
  readonly running: number;
}

/** What engine.stats gives. */
export interface Stats {
  readonly all: RunStats;
  /** By name. */
  readonly workflows: readonly WorkflowStats[];
  /** By name. */
  readonly queues: readonly QueueStats[];
}

/** @throws invalid-option */
export function checkStatsFilter(filter: StatsFilter): string | undefined {
  const { workflow } = readOptions(filter, ["workflow"], { where: "stats" });
  const invalid = (option: string, problem: string) => failure("invalid-option", { where: "stats", option, problem });
  if (workflow !== undefined && typeof workflow !== "string")
    throw invalid("workflow", "must be the name of a workflow");
  return workflow;
}

export function statsOf(counts: readonly RunCount[]): Stats {
  const byWorkflow = Map.groupBy(counts, ({ workflow }) => workflow);
  const byQueue = Map.groupBy(counts, ({ queue }) => queue);
  return {
    all: sum(counts),
    workflows: inOrder(byWorkflow).map(([workflow, group]) => ({ workflow, ...sum(group) })),
    queues: inOrder(byQueue).map(([queue, group]) => {
      const { pending, running } = sum(group).runs;
      return { queue, pending, running };
    }),
  };
}

function inOrder<T>(groups: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function sum(counts: readonly RunCount[]): RunStats {
  const none = runStates.map((state) => [state, 0] as const);
  const runs = Object.fromEntries(none) as Record<RunState, number>;
  const ended = Object.fromEntries(none.filter(([state]) => isFinished(state))) as Record<
    keyof RunStats["ended"],
    number
  >;
  let begun = 0;
  let workedMs = 0;
  for (const count of counts) {
    runs[count.state] += count.runs;
    if (count.state in ended) ended[count.state as keyof RunStats["ended"]] += count.ended;
    begun += count.begun;
    workedMs += count.workedMs;
  }
  const byThemselves = ended.completed + ended.failed + ended.timed_out;
  return {
    runs,
    ended,
    successRate: byThemselves === 0 ? undefined : ended.completed / byThemselves,
    meanDurationMs: begun === 0 ? undefined : workedMs / begun,
  };
}
