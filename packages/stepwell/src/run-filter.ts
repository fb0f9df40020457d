/** Flags that choose runs, the same wherever runs are chosen. */
import { type ListFilter, type RunState, runStates, toMs } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import type { Given } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";

/** @param now ms @throws wrong-flag-value */
export function filterOf(given: Given, now: number): ListFilter {
  const status = given
    .texts("status")
    .flatMap((words) => words.split(","))
    .filter((word) => word !== "");
  const [workflow, tag, text, since] = ["workflow", "tag", "text", "since"].map((name) => given.text(name));
  return {
    ...(status.length === 0 ? {} : { status: status.map(stateOf) }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(tag === undefined ? {} : { tag }),
    ...(text === undefined ? {} : { text }),
    ...(since === undefined ? {} : { since: instantOf(since, now) }),
  };
}

export function isFiltered(filter: ListFilter): boolean {
  return Object.keys(filter).length > 0;
}

function stateOf(word: string): RunState {
  const wanted = word.trim().toLowerCase().replaceAll("-", "_");
  const found = runStates.find((state) => state === wanted);
  if (found !== undefined) return found;
  const problem = `is no state of a run; states are ${runStates.join(", ")}`;
  throw commandFailure("wrong-flag-value", {
    flag: "--status",
    value: word,
    problem,
    nearest: nearestName(wanted, runStates),
  });
}

/** A date counts from its beginning in the local zone, unless it names another. */
function instantOf(text: string, now: number): Date {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text);
    if (!Number.isNaN(at.getTime())) return at;
    throw commandFailure("wrong-flag-value", { flag: "--since", value: text, problem: "is not a date" });
  }
  return new Date(
    now - durationOf("--since", text, "is neither a duration such as 2h or 3 days nor a date such as 2026-01-31"),
  );
}

/** Ms of a flag that takes a duration. @throws wrong-flag-value */
export function durationOf(
  flag: string,
  text: string,
  problem = "is not a duration such as 30s, 2h or 3 days",
): number {
  try {
    return toMs(text, flag);
  } catch {
    throw commandFailure("wrong-flag-value", { flag, value: text, problem });
  }
}

/** A whole number of a flag. @throws wrong-flag-value */
export function wholeNumberOf(flag: string, text: string, least = Number.MIN_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  const problem = least > 0 ? `is not a whole number from ${least}` : "is not a whole number";
  throw commandFailure("wrong-flag-value", { flag, value: text, problem });
}
