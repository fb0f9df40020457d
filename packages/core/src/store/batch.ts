/** What one transaction of a worker writes, and what it brings. */
import type { AttributeValue } from "../model/attribute.ts";
import type { Entry } from "../model/entry.ts";
import type { Sharing, StartRefusal } from "../model/sharing.ts";
import type { OnExisting, StartProblem } from "../model/start-policy.ts";
import type { OpeningChange } from "./ask.ts";
import type { CacheWrite } from "./cache.ts";
import type { ClaimedRun, ClaimRequest } from "./claim-request.ts";
import type { RunKey, WorkerKey } from "./keys.ts";
import type { Delivered, SendOutcome, SendRow } from "./message.ts";
import type { RunRow } from "./run-row.ts";

export interface Batch {
  /** Unique; `recover` asks for it. */
  readonly id: string;
  /** Undefined for an engine that only starts and looks (worker: false). */
  readonly worker: WorkerKey | undefined;
  /** The writer's clock when the batch was made, ms. */
  readonly at: number;
  readonly starts: readonly StartRow[];
  /** Messages to runs, from outside of any run. */
  readonly sends: readonly SendRow[];
  readonly writes: readonly RunWrite[];
  readonly claim: ClaimRequest | undefined;
}

export interface StartRow {
  readonly id: string;
  readonly workflow: string;
  /** What the id's newest generation being there already leads to (model/start-policy.ts). */
  readonly onExisting: OnExisting;
  /** The generation that alone it may take the place of; undefined for any. */
  readonly instead?: number | undefined;
  readonly input: string;
  /** 32 hex digits. */
  readonly seed: string;
  readonly behaviours: string;
  /** URL of the module that defines the workflow; "" when unknown. */
  readonly module: string;
  readonly queue: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly createdAt: number;
  /** Not to be claimed before. */
  readonly availableAt: number;
  /** Of work, from the first claim; undefined for none. */
  readonly timeoutMs: number | undefined;
  /** Of a child; undefined for a run that was started from outside. */
  readonly lineage: Lineage | undefined;
  /** Ends by itself unless it has begun by then; undefined for never. */
  readonly expiresAt?: number | undefined;
  /** What it shares with other runs; undefined for nothing. */
  readonly sharing?: Sharing | undefined;
  /** One build executes it: this one, or the one that takes it first. Undefined: any. */
  readonly pin?: { readonly build: string | undefined } | undefined;
  /** True: the batch's worker takes it at once (state running, claim 1), if there is room where it shares. */
  readonly claimNow: boolean;
}

/** Where a run comes from. */
export interface Lineage {
  /** Ids of the run that started it, and of the one with which it all began. */
  readonly parent: string;
  readonly root: string;
  /** The parent's end does not concern it. */
  readonly detached: boolean;
}

/** What happened to a StartRow. `created: false` gives the run that was there and whether it fits, or why none was made. */
export type StartOutcome =
  | { readonly created: true; readonly row: RunRow }
  | { readonly created: false; readonly row: RunRow; readonly problem: StartProblem | undefined }
  | { readonly created: false; readonly row?: undefined; readonly refusal: StartRefusal };

/** All that one batch writes for one run. */
export interface RunWrite {
  readonly run: RunKey;
  /** The claim number under which the writer holds the run. */
  readonly claim: number;
  readonly entries: readonly Entry[];
  readonly change: RunChange | undefined;
  readonly data: readonly (readonly [key: string, value: string])[];
  readonly title: string | undefined;
  /** Encoded object of the attributes to merge, name → string | number | boolean. */
  readonly attributes: Readonly<Record<string, AttributeValue>> | undefined;
  readonly logs: readonly LogRow[];
  /** Positions of messages that an entry of this write has taken: they leave the inbox with it. */
  readonly consumed: readonly number[];
  /** Messages to other runs, that leave with an entry of this write. One whose run is over is dropped. */
  readonly sends: readonly SendRow[];
  /** Runs that entries of this write start. */
  readonly children: readonly ChildStart[];
  /** Runs whose end this one is to be told of. */
  readonly awaits: readonly AwaitRow[];
  /** Ends that this run does not wait for any more. */
  readonly givenUp: readonly GivenUp[];
  /** What the run has open to others, in the order in which it changed. */
  readonly openings?: readonly OpeningChange[];
  /** How the computing of cached values has ended. */
  readonly cache?: readonly CacheWrite[];
}

/** A run that another one starts. */
export interface ChildStart {
  /** Operation key in the parent: its end is told to it as a message `child~OP`. */
  readonly op: string;
  readonly start: StartRow;
  /** False: nobody waits for its end yet. */
  readonly awaited: boolean;
}

export interface AwaitRow {
  /** Id of the child; its newest generation counts. */
  readonly child: string;
  /** Operation key in the parent. */
  readonly op: string;
}

export interface GivenUp {
  /** Operation key in the parent. */
  readonly op: string;
  /** The child was called: unless it is somebody else's it is cancelled. */
  readonly cancels: boolean;
}

/** How the run leaves `running`. */
export type RunChange =
  | {
      readonly event: "park" /** Earliest timer; undefined when only outside events can wake it. */;
      readonly wakeAt: number | undefined;
      readonly why: string;
      /** Position of the last message that the worker knows of: a later one wakes the run at once. */
      readonly seen: number;
    }
  | { readonly event: "release" }
  | { readonly event: "pause" }
  | { readonly event: "block"; readonly error: string; readonly why: string }
  | { readonly event: "complete"; readonly output: string }
  /** It is completed, and the next generation of its id begins. */
  | { readonly event: "continue"; readonly input: string; readonly seed: string; readonly behaviours: string }
  | { readonly event: "fail"; readonly error: string; readonly why: string }
  | { readonly event: "cancel"; readonly error: string; readonly why: string }
  | { readonly event: "time_out"; readonly error: string; readonly why: string };

export interface LogRow {
  /** Number of the line among those of its run's workflow code, or of its step's attempt; from 1. */
  readonly n: number;
  /** Operation key of the step; "" for workflow code. */
  readonly op: string;
  readonly attempt: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly text: string;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** A log line as it is kept. */
export interface StoredLog extends LogRow {
  /** Position for paging, grows. */
  readonly position: number;
}

export interface CommitResult {
  /** In the order of `batch.starts`. */
  readonly starts: readonly StartOutcome[];
  /** In the order of `batch.sends`. */
  readonly sends: readonly SendOutcome[];
  /** Messages that this batch left for runs that its worker executes. */
  readonly delivered: readonly Delivered[];
  /** Runs of `batch.writes` that this worker no longer holds: nothing of theirs was written. */
  readonly lost: readonly RunKey[];
  /** Without runs whose journal is damaged: these are blocked instead, with a why. */
  readonly claimed: readonly ClaimedRun[];
  /** When the next run becomes due that this worker could claim; undefined when none is known. */
  readonly nextDueAt: number | undefined;
  /** What the batch has written has woken runs that its claim has not taken: there may be some, or requests, to look at. */
  readonly woke: boolean;
  /**
   * Runs that have ended because others have, or give way to them, or are blocked for a damaged journal; undefined for
   * none, and where it is not known.
   */
  readonly ended?: readonly RunKey[] | undefined;
  /** Nobody was taken, because a suspect is ready and the claim said "wait". */
  readonly heldBack?: boolean;
}
