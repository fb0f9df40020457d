/** Options that calls which wait have in common. */
import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import type { RunPort } from "./run-port.ts";

/** The instant at which a wait is over, ms; undefined for no end. @throws invalid-duration */
export function dueOf(run: RunPort, timeout: Duration | Date | undefined, where: string): number | undefined {
  if (timeout === undefined) return undefined;
  if (!(timeout instanceof Date)) return run.clock.peek() + toMs(timeout, where);
  const at = timeout.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where, value: "Invalid Date", problem: "it is no instant" });
  return at;
}

/** Refuses what is no object or names an option that there is not. @throws invalid-option */
export function checkKnown(options: unknown, known: ReadonlySet<string>, where: string): void {
  if (typeof options !== "object" || options === null)
    throw failure("invalid-option", { where, option: "options", problem: "must be an object" });
  for (const option of Object.keys(options))
    if (!known.has(option))
      throw failure("invalid-option", { where, option, problem: `is unknown; known are ${[...known].join(", ")}` });
}
