/** How a store is asked which runs are old enough to go, and what removing them says. */
import type { RunState } from "../model/run-state.ts";
import type { RunKey } from "./keys.ts";

/** Generations of one workflow that ended in one state, before an instant. */
export interface ExpiredFilter {
  readonly workflow: string;
  readonly state: RunState;
  /** Ms. */
  readonly endedBefore: number;
}

export interface ExpiredPage {
  /** Oldest first; generations that another follows before the newest ones. */
  readonly runs: readonly RunKey[];
  /** Where to go on; undefined when all were looked at. */
  readonly next: string | undefined;
}

/** What one call of `remove` did. */
export interface Removed {
  /** How many generations are gone, by the state that they ended in. */
  readonly runs: readonly (readonly [state: RunState, count: number])[];
  /** Those of the given ones that did not fit into one transaction: to be given again. */
  readonly rest: readonly RunKey[];
  /** What belonged to removed runs and is now deleted. */
  readonly entries: number;
  readonly logLines: number;
  /** Of all that was deleted: values, log lines, inputs, outputs. */
  readonly bytes: number;
  /** True while something of removed runs is left to be deleted by another call. */
  readonly more: boolean;
}
