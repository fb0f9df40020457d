/** How long runs are kept after their end. */

import { type Duration, toMs } from "../model/duration.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { isFinished, type RunState, runStates } from "../model/run-state.ts";
import type { ClearingRule } from "../worker/clear-runs.ts";

/** How long runs are kept after their end; `false` keeps them for ever. Unfinished runs are always kept. */
export interface RetentionOptions {
  /** Of runs that completed or were cancelled. Default 30 days. */
  readonly completed?: Duration | false;
  /** Of runs that failed or timed out. Default 90 days. */
  readonly failed?: Duration | false;
}

/** Ms after the end, by state; Infinity: for ever. */
export type Retention = ReadonlyMap<RunState, number>;

export const finishedStates: readonly RunState[] = runStates.filter(isFinished);
const failedStates: ReadonlySet<RunState> = new Set<RunState>(["failed", "timed_out"]);

/** @throws invalid-option, invalid-duration */
export function checkRetention(options: RetentionOptions): Retention {
  const place = { where: "Stepwell.open", option: "retention" };
  const { completed, failed } = readOptions(options, ["completed", "failed"], place);
  const completedMs = keptMs("completed", completed, limits.retentionCompletedMs);
  const failedMs = keptMs("failed", failed, limits.retentionFailedMs);
  return new Map(finishedStates.map((state) => [state, failedStates.has(state) ? failedMs : completedMs]));
}

/** What may go at an instant. */
export function rulesOf(retention: Retention, now: number): readonly ClearingRule[] {
  return [...retention].filter(([, ms]) => ms < Infinity).map(([state, ms]) => ({ state, endedBefore: now - ms }));
}

function keptMs(option: string, value: Duration | false | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  return value === false ? Number.POSITIVE_INFINITY : toMs(value, `Stepwell.open, retention.${option}`);
}
