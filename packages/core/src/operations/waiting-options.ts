/** Options that calls which wait have in common. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure, type StepwellError } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import type { RunPort } from "./run-port.ts";

interface WaitOptions {
  readonly timeout?: Duration | Date | undefined;
  readonly failsLate?: boolean | undefined;
}

/** How long something is waited for, and what becomes of it then. */
export interface Wait {
  /** The instant at which it is over, ms; undefined for no end. */
  readonly dueAt: number | undefined;
  /** How long it is when the run is retried while it is open, ms; undefined for an instant, which stays what it is. */
  readonly againMs: number | undefined;
  /** That its time is over is a failure. */
  readonly late: boolean;
}

/** @throws invalid-duration, invalid-option */
export function waitOf(run: RunPort, { timeout, failsLate = false }: WaitOptions, where: string): Wait {
  const what = `${where}, timeout`;
  const dueAt = dueOf(run, timeout, what);
  const againMs = timeout === undefined || isDate(timeout) ? undefined : toMs(timeout, what);
  if (typeof failsLate !== "boolean")
    throw failure("invalid-option", { where, option: "failsLate", problem: "must be true or false" });
  return { dueAt, againMs, late: failsLate };
}

/** What such a wait ends with whose time is over, if that is a failure. */
export function tooLate(op: string): StepwellError {
  return failure("time-limit-reached", { op });
}

/** The instant at which a wait is over, ms; undefined for no end. @throws invalid-duration */
function dueOf(run: RunPort, timeout: Duration | Date | undefined, where: string): number | undefined {
  if (timeout === undefined) return undefined;
  if (!isDate(timeout)) return run.clock.peek() + toMs(timeout, where);
  const at = timeout.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where, value: "Invalid Date", problem: "it is no instant" });
  return at;
}
