/**
 * What the engine needs of a database. One implementation per database; store/contract is the suite
 * that each must pass. Values arrive encoded: a store never looks inside them.
 *
 * Promises of every store:
 * S1  A batch is applied whole or not at all, and is on disk when `commit` resolves.
 * S2  A batch of a worker that was declared dead changes nothing and rejects with worker-fenced.
 * S3  A write to a run whose claim number is no longer the writer's changes nothing of that run, and the
 *     run is named in `lost`; the rest of the batch is applied.
 * S4  Every change of a run's state follows model/run-state.ts, in the transaction, from the state it leaves.
 * S5  Positions of a journal are dense and are never rewritten.
 * S6  When `commit` rejects with outcome-unknown, `recover(batch)` tells whether it landed. Any other
 *     rejection means that nothing of it was applied.
 */

import type { AttributeValue } from "../model/attribute.ts";
import type { Entry } from "../model/entry.ts";
import type { OnExisting, StartProblem } from "../model/start-policy.ts";
import type { ActivityKey, ActivityRow } from "./activity-row.ts";
import type { AskFilter, AskPage } from "./ask.ts";
import type { Batch, CommitResult, StoredLog } from "./batch.ts";
import type { CacheTake, CacheTaken } from "./cache.ts";
import type { Claimable, ClaimRequest } from "./claim-request.ts";
import type { ControlAction, Controlled, Notice } from "./control-action.ts";
import type { DocumentStore } from "./documents.ts";
import type { AskingParent, ForkRow, HeldRun, NextGeneration, RecordedRun } from "./fork.ts";
import type { RunKey, WorkerKey } from "./keys.ts";
import type { Message } from "./message.ts";
import type { ExpiredFilter, ExpiredPage, Removed } from "./removal.ts";
import type { Rewrite, Rewritten } from "./rewrite.ts";
import type { Recount, RunCount } from "./run-counts.ts";
import type { Page, RunFilter, RunPage, RunRow } from "./run-row.ts";
import type { Hindrance, QueueRow, SharingStore } from "./sharing.ts";
import type { StoreOptions } from "./store-options.ts";
import type { TransactOutcome, TransactRequest } from "./transaction-port.ts";
import type { WakeUps } from "./wake-ups.ts";
import type { ImportOutcome, RunImport, WholeRun } from "./whole-run.ts";
import type { DeadWorker, KeepAlive, Reaped, ReapedRun, Serves, WorkerInfo, WorkerRow } from "./worker-row.ts";

export type { ActivityKey, ActivityRow } from "./activity-row.ts";
export type { AskFilter, AskPage, AskRow, Opening, OpeningChange } from "./ask.ts";
export type {
  AwaitRow,
  Batch,
  ChildStart,
  CommitResult,
  GivenUp,
  LogLevel,
  LogRow,
  RunChange,
  RunWrite,
  StartOutcome,
  StartRow,
  StoredLog,
} from "./batch.ts";
export type { CachePlace, CacheTake, CacheTaken, CacheWrite } from "./cache.ts";
export type { Claimable, ClaimedRun, ClaimRequest, KnownRuns, SuspectsWanted } from "./claim-request.ts";
export type { Delivered, Message, SendOutcome, SendRow } from "./message.ts";
export type { Rewrite, Rewritten, TextKind } from "./rewrite.ts";
export type { Datum, KeptMessage } from "./whole-run.ts";
export type {
  AskingParent,
  AttributeValue,
  ControlAction,
  Controlled,
  DeadWorker,
  ExpiredFilter,
  ExpiredPage,
  ForkRow,
  HeldRun,
  Hindrance,
  ImportOutcome,
  KeepAlive,
  NextGeneration,
  Notice,
  OnExisting,
  Page,
  QueueRow,
  Reaped,
  ReapedRun,
  RecordedRun,
  Recount,
  Removed,
  RunCount,
  RunFilter,
  RunImport,
  RunKey,
  RunPage,
  RunRow,
  Serves,
  StartProblem,
  StoreOptions,
  WakeUps,
  WholeRun,
  WorkerInfo,
  WorkerKey,
  WorkerRow,
};

/** What `sqlite(path)` and its like return: opens one connection for one engine. */
export interface StoreProvider {
  /** For messages: "file:orders.db". */
  readonly label: string;
  open(options: StoreOptions): Promise<Store>;
}

/** One engine's connection to a database; the promises S1 to S6 stand at the head of this file. */
export interface Store extends SharingStore, DocumentStore {
  readonly label: string;

  // Workers ---------------------------------------------------------------------------------------
  register(worker: WorkerInfo): Promise<WorkerKey>;
  /** What the worker takes runs of, from now on; for those who ask why a run waits. */
  serve(worker: WorkerKey, serves: Serves): Promise<void>;
  /** Says that the worker lives. False when it was declared dead. */
  beat(worker: WorkerKey, at: number): Promise<boolean>;
  /** Beats from a thread of its own, also while the main loop is busy; undefined where there are no threads. */
  keepAlive(worker: WorkerKey, pulse: KeepAlive): { stop(): Promise<void> } | undefined;
  /** Every registered worker that is not dead, this one included. */
  workers(): Promise<readonly WorkerRow[]>;
  /** Declares workers dead and gives their runs back, in one transaction. Counts deaths, and those that a suspect died alone. */
  reap(workers: readonly DeadWorker[], at: number): Promise<Reaped>;
  /** A clean stop: gives back what the worker still owns (no suspects) and removes it. */
  deregister(worker: WorkerKey, at: number): Promise<void>;

  // Writing ---------------------------------------------------------------------------------------
  commit(batch: Batch): Promise<CommitResult>;
  /** After outcome-unknown: the result if the batch landed, undefined if it did not. */
  recover(batch: Batch): Promise<CommitResult | undefined>;
  /** A user's transaction that an entry is written in (transaction-port.ts); absent where there are none. */
  transact?(request: TransactRequest): Promise<TransactOutcome>;
  /** A request from outside: cancel, kill, pause, resume. Conditional on the state that it finds. */
  control(run: RunKey, action: ControlAction, at: number): Promise<Controlled>;
  /** Begins the next generation of a finished run, with the entries given. */
  nextGeneration(run: RunKey, begin: NextGeneration, at: number): Promise<RunRow>;
  /** Makes another run that begins with entries of this one, whatever its state; this one stays as it is. @throws run-exists */
  fork(run: RunKey, begin: ForkRow, at: number): Promise<RunRow>;
  /** Whether a claim would bring anything now, and when it would next; reads only. */
  peek(claim: ClaimRequest, at: number): Promise<Claimable>;
  /** What others asked of runs that this worker owns, in order. */
  notices(worker: WorkerKey): Promise<readonly Notice[]>;
  /** They were heard, up to this position. */
  dropNotices(worker: WorkerKey, upTo: number): Promise<void>;
  /** Messages to the run that it has not taken yet, in the order of arrival. */
  inbox(run: RunKey): Promise<readonly Message[]>;
  /** The value that a step may go on with, or that it is to compute it: nobody else is told so meanwhile. */
  cacheTake(take: CacheTake): Promise<CacheTaken>;
  /** Says that a body is taking long, so that others can see it. Outside the barrier; replaced by step. */
  announce(activity: readonly ActivityRow[], ended: readonly ActivityKey[]): Promise<void>;

  // Reading ---------------------------------------------------------------------------------------
  /** The newest generation of an id, or the one asked for. */
  find(id: string, generation?: number): Promise<RunRow | undefined>;
  get(run: RunKey): Promise<RunRow | undefined>;
  /** Runs by filter, newest first; `cursor` continues where a page ended. */
  list(filter: RunFilter, page: Page): Promise<RunPage>;
  /** How many, counting no further than `cap`. */
  count(filter: RunFilter, cap: number): Promise<number>;
  /** Questions to people that are open, in the order of asking. */
  asks(filter: AskFilter, page: Page): Promise<AskPage>;
  /**
   * What is wrong with the place where it all lives, in words (pages, indexes): whatever keeps rows from being found.
   * Reads all of it. Empty where it is whole, and where the store has no such place of its own.
   */
  damage(): Promise<readonly string[]>;
  /** Newest ids that begin so, of all, or end so, of the newest runs; letters of either case. */
  idsLike(part: string, limit: number): Promise<readonly string[]>;
  /** The counters: how many runs there are and were; of one workflow, or of all. */
  stats(workflow?: string): Promise<readonly RunCount[]>;
  /** Reads every run, to check the counters. */
  recount(): Promise<Recount>;
  /** What brings the run on without anybody's doing; of one that executes, what would if its worker were gone. */
  wakeUps(run: RunKey): Promise<WakeUps>;
  /** A run with all that a replay of it needs, as of one moment. */
  recorded(run: RunKey): Promise<RecordedRun | undefined>;
  journal(run: RunKey, after: number, limit: number): Promise<readonly Entry[]>;
  logs(run: RunKey, after: number, limit: number): Promise<readonly StoredLog[]>;
  data(run: RunKey, key: string): Promise<string | undefined>;
  activity(run: RunKey): Promise<readonly ActivityRow[]>;
  /** Finished generations that are old enough to be removed; a bounded part of them at a time. */
  expired(filter: ExpiredFilter, cursor?: string): Promise<ExpiredPage>;
  /**
   * Removes finished generations and all that belongs to them, as much as one short transaction allows; also what an
   * earlier call has left. Those that are not finished, or still needed, stay. A newest one goes with all before it.
   */
  remove(runs: readonly RunKey[]): Promise<Removed>;
  /** All that there is of an id's newest generation, or of every one; oldest first, none for an unknown id. */
  exportRun(id: string, which: "newest" | "all"): Promise<readonly WholeRun[]>;
  /** Goes over all texts that users have put in, as far as one short transaction goes, and changes them in place. */
  rewrite(rewrite: Rewrite): Promise<Rewritten>;
  /** Brings in what another store has exported: finished as it was, else paused. */
  importRun(run: RunImport): Promise<ImportOutcome>;
  /** Calls `fn` soon after another connection has changed something. */
  onForeignChange(fn: () => void): { stop(): void };

  close(): Promise<void>;
}
