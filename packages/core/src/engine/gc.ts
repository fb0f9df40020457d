/** `engine.gc`: removes runs that ended long ago, when it is asked to. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import type { RunState } from "../model/run-state.ts";
import { type ClearingRule, clearRuns } from "../worker/clear-runs.ts";
import type { Internals } from "./internals.ts";
import { finishedStates, rulesOf } from "./retention-options.ts";

/** Which runs `engine.gc` removes; what is left out does not matter. */
export interface GcOptions {
  /** Only runs that ended longer ago. Default: what the engine's `retention` says, by outcome. */
  readonly olderThan?: Duration;
  /** Only runs that ended so. Default: all that are finished. */
  readonly status?: RunState | readonly RunState[];
  readonly workflow?: string;
  /** Runs to remove, at most. Default: all. */
  readonly limit?: number;
  /** True: count them and remove nothing. */
  readonly dryRun?: boolean;
}

/** What `engine.gc` removed, or in a dry run would. */
export interface GcResult {
  /** Generations of runs; those before a run that goes, go with it. */
  readonly runs: number;
  readonly byStatus: Readonly<Partial<Record<RunState, number>>>;
  /** Journal entries; 0 in a dry run, as are the next two. */
  readonly entries: number;
  readonly logLines: number;
  /** Of inputs, outputs, values and log lines. The file does not shrink: what is freed is used for later runs. */
  readonly bytes: number;
}

const known: ReadonlySet<string> = new Set(["olderThan", "status", "workflow", "limit", "dryRun"]);

/** @throws invalid-option, invalid-duration, engine-closed */
export async function collectRuns(internals: Internals, given: GcOptions): Promise<GcResult> {
  const { settings, store } = internals;
  const options = check(given);
  const { workflow, limit = Number.POSITIVE_INFINITY, dryRun = false } = options;
  const workflows = workflow === undefined ? await workflowsOf(internals) : [workflow];
  const cleared = await clearRuns({
    host: settings.host,
    store,
    workflows,
    rules: rulesFor(internals, options),
    limit,
    dryRun,
    pause: (tookMs) => new Promise((resolve) => void settings.host.timer(Math.max(1, tookMs), resolve)),
    stopped: () => internals.closed,
  });
  if (internals.closed) throw failure("engine-closed", { operation: "gc" });
  const { runs, entries, logLines, bytes } = cleared;
  const total = [...runs.values()].reduce((sum, count) => sum + count, 0);
  return { runs: total, byStatus: Object.fromEntries(runs), entries, logLines, bytes };
}

async function workflowsOf({ store }: Internals): Promise<string[]> {
  const counts = await store.stats();
  return [...new Set(counts.filter(({ ended, removed }) => ended > removed).map(({ workflow }) => workflow))].sort();
}

function rulesFor({ settings }: Internals, { olderThan, status }: GcOptions): readonly ClearingRule[] {
  const now = settings.host.now();
  const states = status === undefined ? finishedStates : [status].flat();
  if (olderThan === undefined) return rulesOf(settings.retention, now).filter(({ state }) => states.includes(state));
  const endedBefore = now - toMs(olderThan, "gc, olderThan");
  return [...new Set(states)].map((state) => ({ state, endedBefore }));
}

function check(given: GcOptions): GcOptions {
  const options = readOptions(given, known, { where: "gc" });
  const { status, workflow, limit, dryRun } = options;
  for (const state of status === undefined ? [] : [status].flat())
    if (!finishedStates.includes(state)) throw invalid("status", `must be one of ${finishedStates.join(", ")}`);
  if (workflow !== undefined && typeof workflow !== "string") throw invalid("workflow", "must be a workflow's name");
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1))
    throw invalid("limit", "must be a whole number from 1");
  if (dryRun !== undefined && typeof dryRun !== "boolean") throw invalid("dryRun", "must be true or false");
  return options;
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where: "gc", option, problem });
}
