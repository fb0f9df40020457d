/** What a store needs to carry out a user's transaction, in which an entry of a run's journal is written. */
import type { Sql } from "../model/sql.ts";
import type { Batch, CommitResult } from "./batch.ts";
import type { RunKey, WorkerKey } from "./keys.ts";

/**
 * T1  What `body` does through `sql` and what `write` gives are on disk together, or neither is.
 * T2  `body` is called only while the run is held under this claim by a worker that lives; that stays true until the end.
 * T3  Nothing else of the engine happens on the database in between.
 */
export interface TransactRequest {
  readonly worker: WorkerKey;
  readonly run: RunKey;
  readonly claim: number;
  /** Name of the transaction, for messages. */
  readonly step: string;
  /** The user's part. It may wait for `sql` and for nothing else: after one macrotask it is over. */
  body(sql: Sql): unknown;
  /**
   * What is written with it, now that the body has ended well: for this run and by this worker. Undefined: it is not
   * wanted any more. May throw.
   */
  write(result: unknown): Batch | undefined;
  /** It is on disk. Called in the same go of the event loop as `write`. */
  landed(): void;
}

/** Where nothing was kept, it says why. What is the store's own trouble rejects, as with commit. */
export type TransactOutcome =
  | { readonly ended: "landed"; readonly result: CommitResult }
  /** The worker no longer holds the run. */
  | { readonly ended: "lost" }
  /** `write` said so. */
  | { readonly ended: "unwanted" }
  /** The body, or `write`, threw this; or the database refused what the body did. */
  | { readonly ended: "failed"; readonly error: unknown };
