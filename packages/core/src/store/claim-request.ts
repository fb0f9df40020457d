/** What a worker asks for when it claims, and what it is given. */
import type { Entry } from "../model/entry.ts";
import type { RunKey } from "./keys.ts";
import type { Message } from "./message.ts";
import type { RunRow } from "./run-row.ts";

export interface ClaimRequest {
  readonly limit: number;
  readonly workflows: readonly string[];
  readonly queues: readonly string[];
  /** Of the worker: runs that are pinned to another one are left. */
  readonly build: string;
  readonly suspects: SuspectsWanted;
  /** Only runs of these ids; undefined for any. */
  readonly ids?: readonly string[];
  /** No other run is known to wait for its turn: those that the batch's own messages wake may be taken first. */
  readonly atOnce?: boolean;
  /** Runs whose memory the worker has kept: their journals need not be read again. */
  readonly known?: KnownRuns;
}

/**
 * What to do with suspects (deaths ≥ 2). "alone": one that is ready is taken before all others, and alone; "wait":
 * while one is ready nobody is taken; "one": one of them beside others; "none": others only; "any": as if they were
 * like others.
 */
export type SuspectsWanted = "alone" | "wait" | "one" | "none" | "any";

export interface Claimable {
  readonly now: boolean;
  /** When the next run becomes due; undefined when none is known. */
  readonly nextDueAt: number | undefined;
}

export interface KnownRuns {
  /** The claim number under which the worker held the run last; undefined when its memory is gone. */
  claimOf(run: RunKey): number | undefined;
}

export interface ClaimedRun {
  readonly row: RunRow;
  /** The whole journal; undefined when nobody has held the run since the worker whose memory `known` named. */
  readonly entries: readonly Entry[] | undefined;
  /** How many log lines of workflow code are kept already. */
  readonly logLines: number;
  /** Data with which the generation began, where an earlier one left it. */
  readonly inherited: readonly (readonly [key: string, value: string])[];
  /** Messages that the run has not taken yet, in the order of arrival. */
  readonly inbox: readonly Message[];
}
