/** How a store shows workers, and what they tell it of themselves. */
import type { ProcessProof } from "../host/port.ts";
import type { RunKey, WorkerKey } from "./keys.ts";

/** Of which workflows and queues a worker takes any run; none for one that takes its own runs only. */
export interface Serves {
  readonly workflows: readonly string[];
  readonly queues: readonly string[];
}

export interface WorkerInfo {
  readonly name: string;
  readonly build: string;
  readonly proof: ProcessProof;
  readonly startedAt: number;
  readonly serves: Serves;
}

/** A registered worker, and when it was last heard of. */
export interface WorkerRow extends WorkerInfo {
  readonly key: WorkerKey;
  readonly beatAt: number;
}

export interface KeepAlive {
  readonly everyMs: number;
  /** The main loop counts this up; a thread that sees it stand still for `stallMs` stops beating. */
  readonly pulse: Int32Array<SharedArrayBuffer>;
  readonly stallMs: number;
}

/** A worker that is taken for dead. */
export interface DeadWorker {
  readonly key: WorkerKey;
  /** Its last heartbeat, where only its silence says so: one that has beaten since is left alone. */
  readonly beatAt?: number;
}

export interface Reaped {
  /** Those that were declared dead by this. */
  readonly workers: readonly WorkerKey[];
  readonly runs: readonly ReapedRun[];
}

export interface ReapedRun {
  readonly run: RunKey;
  readonly id: string;
  /** How often in a row a worker died over it without a new entry. */
  readonly deaths: number;
}
