/** What pool and thread say to each other. Values cross as encoded text, so that every value type survives. */
import type { LogLevel } from "../../model/log.ts";

/** A task's body to execute. */
export interface ThreadJob {
  /** URL of the module that exports the task; "" when it was defined in none. */
  readonly module: string;
  readonly task: string;
  /** Encoded. */
  readonly input: string;
  readonly context: ThreadJobContext;
}

/** What the body's second argument is made from. */
export interface ThreadJobContext {
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

/** `job` counts the jobs of a thread: what belongs to an earlier one is dropped. */
export type ToThread =
  | { readonly kind: "run"; readonly job: number; readonly work: ThreadJob }
  | { readonly kind: "abort"; readonly job: number; readonly reason: string };

/** `begun` is said before anything of the job is executed. */
export type FromThread = { readonly job: number } & (
  | { readonly kind: "begun" }
  | { readonly kind: "done"; readonly value: string }
  | { readonly kind: "failed"; readonly error: string }
  | { readonly kind: "heartbeat"; readonly data: string }
  | { readonly kind: "progress"; readonly done: number; readonly total: number | undefined }
  | { readonly kind: "log"; readonly level: LogLevel; readonly text: string }
);

/** What a task thread finds in workerData. */
export const taskThreadMark = "stepwell-task-thread";
