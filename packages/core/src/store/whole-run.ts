/** A generation of a run with all that belongs to it, as it leaves a store or comes into one. */
import type { Entry } from "../model/entry.ts";
import type { Need } from "../model/sharing.ts";
import type { OnExisting, StartProblem } from "../model/start-policy.ts";
import type { Opening } from "./ask.ts";
import type { LogRow } from "./batch.ts";
import type { RunRow } from "./run-row.ts";

/** What its row says and what means the same in every store: not who executes it, nor in which line it stands. */
export type RunFacts = Omit<
  RunRow,
  | "key"
  | "namespace"
  | "owner"
  | "wakeAt"
  | "pauseRequestedAt"
  | "deaths"
  | "loneDeaths"
  | "inLine"
  | "shares"
  | "importedAt"
>;

export interface WholeRun {
  readonly facts: RunFacts;
  /** What it shares with others; none for most. */
  readonly needs: readonly Need[];
  /** Dense, from 1. */
  readonly entries: readonly Entry[];
  readonly logs: readonly LogRow[];
  readonly data: readonly Datum[];
  /** Messages that were not taken, and the keys of those that were, in the order of arrival. */
  readonly inbox: readonly KeptMessage[];
  readonly openings: readonly Opening[];
}

export interface Datum {
  readonly key: string;
  readonly value: string;
  /** With what the generation began, where an earlier one left it. */
  readonly inherited: string | undefined;
}

export interface KeptMessage {
  readonly name: string;
  readonly dedup: string | undefined;
  /** Undefined: it was taken, and is known by its key. */
  readonly payload: string | undefined;
  readonly at: number;
}

/** Generations of one id, oldest first; all but the last are finished. */
export interface RunImport {
  readonly generations: readonly WholeRun[];
  readonly onExisting: OnExisting & ("return" | "reject");
  /** When they were read, ms: since then nobody has executed them. */
  readonly exportedAt: number;
  readonly at: number;
}

/** `created: false` gives the run that was there, and whether it fits. */
export type ImportOutcome =
  | { readonly created: true; readonly row: RunRow }
  | { readonly created: false; readonly row: RunRow; readonly problem: StartProblem | undefined };
