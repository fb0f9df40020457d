/** What a pool and its threads or processes say to each other. Values cross as encoded text, so that every value type survives. */
import type { LogLevel } from "../../model/log.ts";

/** Where a body may execute besides the worker's own thread. */
export type PlaceKind = "thread" | "process";

/** A task's body to execute. */
export interface BodyJob {
  /** URL of the module that exports the task; "" when it was defined in none. */
  readonly module: string;
  readonly task: string;
  /** Encoded. */
  readonly input: string;
  /** Of the heap of its process; undefined for Node's default. */
  readonly memoryBytes?: number | undefined;
  readonly context: BodyJobContext;
}

/** What the body's second argument is made from. */
export interface BodyJobContext {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  readonly key: string;
  readonly fence: number;
  /** The run's, 32 hex digits. */
  readonly seed: string;
  /** Scope of the body's random values: the operation's id. */
  readonly scope: string;
  /** Instant of the step's request on the run's clock: where now() begins. */
  readonly nowMs: number;
  /** Encoded; undefined at first. */
  readonly lastHeartbeat: string | undefined;
}

/** `job` counts the jobs of a place: what belongs to an earlier one is dropped. */
export type ToPlace =
  | { readonly kind: "run"; readonly job: number; readonly work: BodyJob }
  | { readonly kind: "abort"; readonly job: number; readonly reason: string };

/** `begun` is said before anything of the job is executed. `retire`: the place is not fit for another job. */
export type FromPlace = { readonly job: number } & (
  | { readonly kind: "begun" }
  | { readonly kind: "done"; readonly value: string; readonly retire?: boolean }
  | { readonly kind: "failed"; readonly error: string; readonly retire?: boolean }
  | { readonly kind: "heartbeat"; readonly data: string }
  | { readonly kind: "progress"; readonly done: number; readonly total: number | undefined }
  | { readonly kind: "log"; readonly level: LogLevel; readonly text: string }
);

/** A job's last message. */
export type JobEnd = Extract<FromPlace, { kind: "done" | "failed" }>;
