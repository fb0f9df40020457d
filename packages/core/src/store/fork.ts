/** A run as it is recorded, to be replayed or copied; and what a copy begins with. */
import type { AttributeValue } from "../model/attribute.ts";
import type { Entry } from "../model/entry.ts";
import type { AwaitRow } from "./batch.ts";
import type { RunKey, WorkerKey } from "./keys.ts";
import type { RunRow } from "./run-row.ts";

/** All that the code of a run is answered from, as of one moment. */
export interface RecordedRun {
  readonly row: RunRow;
  readonly entries: readonly Entry[];
  /** Data with which the generation began; values are encoded. */
  readonly inherited: readonly (readonly [key: string, value: string])[];
}

/** What is its own of a run that begins with entries of another one. */
export interface ForkRow {
  readonly id: string;
  /** The first ones of the other's journal, and that it is a fork. */
  readonly entries: readonly Entry[];
  /** How many are the other's. */
  readonly at: number;
  readonly seed: string;
  /** Encoded. */
  readonly input: string;
  /** What the code had set when the last of the entries was written. */
  readonly data: readonly (readonly [key: string, value: string])[];
  /** Runs that it will ask for: it is told how they end, whatever becomes of them until it is executed. */
  readonly awaits: readonly AwaitRow[];
  /** Ids of runs that it may ask for later: they are kept until it has ended. */
  readonly handles: readonly string[];
  readonly title: string | undefined;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** What the next generation of a run begins with. */
export interface NextGeneration {
  readonly entries: readonly Entry[];
  readonly seed: string;
  /** Nothing comes along that was set or opened before, and its time begins with its own first claim. */
  readonly fromStart?: boolean;
  /** Of a pinned run: whichever build takes it first, also where there are entries. */
  readonly anyBuild?: boolean;
  /** A run asks for it: only while that is executed by this worker, under this claim. */
  readonly by?: AskingParent;
}

/** A run that asks for the next generation of its child. */
export interface AskingParent extends HeldRun {
  /** The operation that waits for its end from then on; undefined where nobody does. */
  readonly op?: string;
}

/** A run under a claim. */
export interface HeldRun {
  readonly worker: WorkerKey;
  readonly run: RunKey;
  readonly claim: number;
}
