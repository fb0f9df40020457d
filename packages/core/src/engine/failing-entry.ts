/** Which recorded failure ended a run: where a retry, and a fork of a failed run, begin. */
import { type Entry, isIssue, type StepAct } from "../model/entry.ts";
import { StepwellError } from "../model/errors.ts";
import { followsFailure } from "../operations/finale-state.ts";

/** Codes of errors that a step ends with; their facts name it. */
const stepEnds: ReadonlySet<string> = new Set(["step-failed", "step-interrupted"]);

export interface Failed {
  readonly entries: readonly Entry[];
  /** What the run failed with, decoded. */
  readonly error: unknown;
  readonly decode: (text: string) => unknown;
}

/**
 * The failure that the error, or a cause of it, names. An error that names none may have been made of one: then it is
 * the last thing that the code was told of, if that is a failure. What came after a failure shows that it was handled.
 */
export function failingEntry(failed: Failed): Entry | undefined {
  return namedBy(failed) ?? lastTold(failed);
}

/** A step has failed for good, by itself or because a person has decided so. */
export function hasFailed({ kind, value }: Entry, decode: Failed["decode"]): boolean {
  return kind === "step-failed" || (kind === "given" && (decode(value ?? "") as StepAct).act === "fail");
}

function namedBy({ entries, error, decode }: Failed): Entry | undefined {
  const failed = entries.filter((entry) => hasFailed(entry, decode));
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 20; at = at.cause, depth++) {
    if (!(at instanceof StepwellError)) continue;
    if (at.code === "time-limit-reached") {
      const { op } = at.facts;
      const over = entries.find((entry) => entry.kind === "timer" && entry.op === op);
      if (over !== undefined) return over;
    }
    if (at.code === "child-run-failed") {
      const { op } = at.facts;
      const ended = entries.find((entry) => entry.kind === "child" && entry.op === op);
      if (ended !== undefined) return ended;
    }
    const step = stepEnds.has(at.code) ? at.facts.step : undefined;
    const found = failed.find((entry) => entry.op === step);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lastTold({ entries, decode }: Failed): Entry | undefined {
  const last = entries.findLast(({ kind, op }) => !isIssue(kind) && kind !== "kept" && !followsFailure(op));
  if (last !== undefined && hasFailed(last, decode)) return last;
  const [ok] = last?.kind === "child" ? (decode(last.value ?? "") as readonly [boolean]) : [true];
  return ok ? undefined : last;
}
