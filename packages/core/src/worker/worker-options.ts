/** What a worker is made of, and whom it tells what has happened. */
import type { Host } from "../host/port.ts";
import type { SameValue } from "../model/start-policy.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import type { RunDefaults } from "../operations/run-port.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { RunKey, RunRow, RunWrite, Store } from "../store/port.ts";
import type { ElsewhereRunner } from "./bodies-elsewhere/runner.ts";
import type { MakeRow } from "./child-starts.ts";
import type { RetryChild } from "./retried-children.ts";

export interface WorkerOptions {
  readonly host: Host;
  readonly store: Store;
  readonly name: string;
  readonly build: string;
  /** Those that runs call are added. */
  readonly workflows: Map<string, AnyWorkflow>;
  readonly queues: readonly string[];
  readonly concurrency: number;
  readonly defaults: RunDefaults;
  readonly encode: (value: unknown, where: string) => string;
  readonly decode: (text: string) => unknown;
  readonly texts: RawTexts;
  readonly elsewhere: ElsewhereRunner;
  /** Open while workflow code can be running. */
  readonly gate: { window: boolean };
  /** False: starts runs and looks at them, and executes none. */
  readonly executes: boolean;
  /** True: takes only runs that were started or named here (`adopt`). */
  readonly ownRunsOnly: boolean;
  /** Entries that one batch takes at most; undefined for the usual limit. */
  readonly batchEntries: number | undefined;
  readonly sameValue: SameValue;
  /** Makes the row of a child run. */
  readonly childRow: MakeRow;
  readonly retryChild: RetryChild;
  readonly events: WorkerEvents;
}

/** What the engine is told, after it is on disk. */
export interface WorkerEvents {
  /** A worker has taken the run for the first time. */
  began(row: RunRow): void;
  /** A run is there that was not. */
  changed(run: RunKey): void;
  /** New entries, logs or a new state of a run. @param row as it was taken; undefined when it is not held any more */
  written(write: RunWrite, row: RunRow | undefined): void;
  /** A run is not executed here any more, or has ended because of another; what has become of it, the store can say. */
  dropped(run: RunKey): void;
  /** Runs are in memory; said with every commit while there are. */
  busy(): void;
  /** Something that people should know. */
  notice(text: string, error?: unknown): void;
}
