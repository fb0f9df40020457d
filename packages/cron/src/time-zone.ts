/** Whether a time zone exists, and which was probably meant. */

import type { StepwellError } from "@stepwell/core";
import { cronFailure } from "./errors.ts";

/** @returns what is wrong with it; undefined when the runtime knows the zone */
export function timeZoneProblem(timezone: unknown): StepwellError | undefined {
  if (typeof timezone !== "string") return refusal(String(timezone), "is not text");
  if (timezone.trim() === "") return refusal(timezone, "is empty");
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: timezone });
    return undefined;
  } catch {
    return refusal(timezone.slice(0, 100), "is not known");
  }
}

function refusal(timezone: string, problem: string): StepwellError {
  return cronFailure("invalid-time-zone", { timezone, problem, nearest: nearestZone(timezone) });
}

/** By its letters, by its city, or with one letter wrong. */
function nearestZone(given: string): string | undefined {
  const wanted = letters(given);
  if (wanted === "") return undefined;
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return (
    zones.find((zone) => letters(zone) === wanted) ??
    zones.find((zone) => letters(zone.slice(zone.lastIndexOf("/") + 1)) === wanted) ??
    zones.find((zone) => oneApart(letters(zone), wanted))
  );
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");

/** One letter changed, missing or too many; or two that are swapped. */
function oneApart(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right === `${left[1]}${left[0]}`;
}
