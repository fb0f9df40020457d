/**
 * What a step body gets: who it is, the run's data, values that are equal at every attempt, and ways to
 * tell others how it is getting on.
 */
import type { LogLevel } from "../model/log.ts";

/** The argument of `wf.step(name, (s) => …)` and the second one of a task's function. */
export interface BodyContext {
  /** The attempt, from 1. One that was cut off by a crash is not counted: the next sees the same number. */
  readonly attempt: number;
  /** Stable idempotency key: equal at every attempt, and on a retry of the run; unique per step and run. */
  readonly key: string;
  /** Grows whenever another worker takes the run over, in later generations too: for fencing your own writes. */
  readonly fence: number;
  /** Fires when the run is cancelled, the attempt is over its time, or the worker stops. */
  readonly abortSignal: AbortSignal;
  /** What the last recorded attempt that failed gave to heartbeat(); undefined at first. */
  readonly lastHeartbeat: unknown;
  /** In [0, 1); the n-th call gives the same number at every attempt. */
  random(): number;
  /** A v4 UUID; the n-th call gives the same one at every attempt. */
  uuid(): string;
  /** The time of the step's request, 1 ms later at each call; equal at every attempt. */
  now(): Date;
  /** The run's data, with what this body has set. */
  get(key: string, fallback?: unknown): unknown;
  /** Sets data of the run; kept together with the body's result. */
  set(key: string, value: unknown): void;
  log(text: string, level?: LogLevel): void;
  /** How far the body is. @param total in the same unit as `done`, if known */
  progress(done: number, total?: number): void;
  /** Says that the body lives; `data` is given to the next attempt. */
  heartbeat(data?: unknown): void;
}
