/** How a store counts runs. */
import type { RunState } from "../model/run-state.ts";

/** The counters and the rows, as of one moment. */
export interface Recount {
  /** What `stats` gives. */
  readonly counters: readonly RunCount[];
  /** What the counters are to say if no run was removed. */
  readonly rows: readonly RunCount[];
}

/** The runs of one workflow, on one queue, in one state. */
export interface RunCount {
  readonly workflow: string;
  readonly queue: string;
  readonly state: RunState;
  /** How many there are: newest generations, as lists show them. */
  readonly runs: number;
  /** How many generations ended so; those that are removed by now are among them. */
  readonly ended: number;
  /** Those of `ended` that a worker had: one that was cancelled before it began has no duration. */
  readonly begun: number;
  /** From first claim to end, of those together. */
  readonly workedMs: number;
  /** Those of `ended` that are removed by now. */
  readonly removed: number;
}
