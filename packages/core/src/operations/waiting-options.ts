/** Options that calls which wait have in common. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure, type StepwellError } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import type { RunPort } from "./run-port.ts";

/** How long a wait is when the run is retried while it is open, ms: an instant stays what it is. */
export function againOf(timeout: Duration | Date | undefined, where: string): number | undefined {
  return timeout === undefined || isDate(timeout) ? undefined : toMs(timeout, where);
}

/** Whether it is a failure that its time is over. @throws invalid-option */
export function isFailureLate(failsLate: unknown, where: string): boolean {
  if (failsLate === undefined || typeof failsLate === "boolean") return failsLate === true;
  throw failure("invalid-option", { where, option: "failsLate", problem: "must be true or false" });
}

/** What such a wait ends with whose time is over, if that is a failure. */
export function tooLate(op: string): StepwellError {
  return failure("time-limit-reached", { op });
}

/** The instant at which a wait is over, ms; undefined for no end. @throws invalid-duration */
export function dueOf(run: RunPort, timeout: Duration | Date | undefined, where: string): number | undefined {
  if (timeout === undefined) return undefined;
  if (!isDate(timeout)) return run.clock.peek() + toMs(timeout, where);
  const at = timeout.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where, value: "Invalid Date", problem: "it is no instant" });
  return at;
}
