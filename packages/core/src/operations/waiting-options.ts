/** Options that calls which wait have in common. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import type { RunPort } from "./run-port.ts";

/** The instant at which a wait is over, ms; undefined for no end. @throws invalid-duration */
export function dueOf(run: RunPort, timeout: Duration | Date | undefined, where: string): number | undefined {
  if (timeout === undefined) return undefined;
  if (!isDate(timeout)) return run.clock.peek() + toMs(timeout, where);
  const at = timeout.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where, value: "Invalid Date", problem: "it is no instant" });
  return at;
}
