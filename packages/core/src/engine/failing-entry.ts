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
 * The failure that the error, or a cause of it, names; an AggregateError names several. An error that names none may have
 * been made of one: then it is the last thing that the code was told of, if that is a failure. What came after a failure
 * shows that it was handled.
 */
export function failingEntry(failed: Failed): Entry | undefined {
  return namedBy(failed) ?? lastTold(failed);
}

/** A step has failed for good, by itself or because a person has decided so. */
export function hasFailed({ kind, value }: Entry, decode: Failed["decode"]): boolean {
  return kind === "step-failed" || (kind === "given" && (decode(value ?? "") as StepAct).act === "fail");
}

/** Of several failures that an error holds, the first: what follows it is asked for anew. */
function namedBy(failed: Failed, seen = new Set<unknown>()): Entry | undefined {
  const { error } = failed;
  if (!(error instanceof Error) || seen.has(error)) return undefined;
  seen.add(error);
  const named = error instanceof StepwellError ? entryOf(failed, error) : undefined;
  if (named !== undefined) return named;
  const held: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const entries = held.flatMap((one) => namedBy({ ...failed, error: one }, seen) ?? []);
  if (entries.length > 0) return entries.reduce((first, entry) => (entry.seq < first.seq ? entry : first));
  return namedBy({ ...failed, error: error.cause }, seen);
}

function entryOf({ entries, decode }: Failed, { code, facts }: StepwellError): Entry | undefined {
  if (code === "time-limit-reached") {
    const over = entries.find((entry) => entry.kind === "timer" && entry.op === facts.op);
    if (over !== undefined) return over;
  }
  if (code === "child-run-failed") {
    const ended = entries.find((entry) => entry.kind === "child" && entry.op === facts.op);
    if (ended !== undefined) return ended;
  }
  const step = stepEnds.has(code) ? facts.step : undefined;
  return step === undefined ? undefined : entries.find((entry) => entry.op === step && hasFailed(entry, decode));
}

function lastTold({ entries, decode }: Failed): Entry | undefined {
  const last = entries.findLast(({ kind, op }) => !isIssue(kind) && kind !== "kept" && !followsFailure(op));
  if (last !== undefined && hasFailed(last, decode)) return last;
  const [ok] = last?.kind === "child" ? (decode(last.value ?? "") as readonly [boolean]) : [true];
  return ok ? undefined : last;
}
