/** What a crash has changed: the first difference between a history with one and a history without. */
import { isDeepStrictEqual } from "node:util";
import type { CrashOutcome, History } from "./crash-history.ts";
import type { Execution } from "./ledger.ts";

/** Something that is not as it is without a crash. */
export interface CrashDifference {
  /** `outcome`: how the run ended; `effects`: the test's own account; `steps`: which bodies were executed, with what input. */
  readonly kind: "outcome" | "effects" | "steps";
  readonly expected: unknown;
  readonly found: unknown;
  /** Steps whose bodies were executed again because of the crash. */
  readonly repeated: readonly string[];
  readonly outcome: CrashOutcome;
}

/** Undefined when there is none. */
export function differenceOf(history: History, undisturbed: History): CrashDifference | undefined {
  const { outcome } = history;
  const about = { repeated: repeatedSteps(history.executions), outcome };
  const expected = undisturbed.outcome;
  if (outcome.status !== expected.status || outcome.problem !== expected.problem)
    return {
      ...about,
      kind: "outcome",
      expected: expected.problem ?? expected.output,
      found: outcome.problem ?? outcome.output,
    };
  if (!isDeepStrictEqual(outcome.output, expected.output))
    return { ...about, kind: "outcome", expected: expected.output, found: outcome.output };
  const steps = differentSteps(history.executions, undisturbed.executions);
  if (steps !== undefined) return { ...about, kind: "steps", ...steps };
  if (!isDeepStrictEqual(history.effects, undisturbed.effects))
    return { ...about, kind: "effects", ...shrunk(undisturbed.effects, history.effects) };
  return undefined;
}

function repeatedSteps(executions: readonly Execution[]): string[] {
  const seen = new Set<string>();
  const repeated = executions.filter((execution) => {
    const key = keyOf(execution);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  return [...new Set(repeated.map(({ step }) => step))];
}

function keyOf({ run, step, attempt }: Execution): string {
  return `${step} of run "${run}", attempt ${attempt}`;
}

function differentSteps(found: readonly Execution[], expected: readonly Execution[]) {
  const [ours, theirs] = [lastInputs(found), lastInputs(expected)];
  const only = (some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): string[] =>
    [...some.keys()].filter((key) => !others.has(key));
  const [missing, added] = [only(theirs, ours), only(ours, theirs)];
  if (missing.length + added.length > 0) return { expected: missing, found: added };
  for (const [key, input] of theirs)
    if (!isDeepStrictEqual(ours.get(key), input))
      return { expected: { [key]: input }, found: { [key]: ours.get(key) } };
  return undefined;
}

function lastInputs(executions: readonly Execution[]): Map<string, unknown> {
  return new Map(executions.map((execution) => [keyOf(execution), execution.input]));
}

/** Of two lists only what the other has not. */
function shrunk(expected: unknown, found: unknown): { readonly expected: unknown; readonly found: unknown } {
  if (!Array.isArray(expected) || !Array.isArray(found)) return { expected, found };
  const [less, more] = [without(expected, found), without(found, expected)];
  // The same, in another order.
  return less.length + more.length === 0 ? { expected, found } : { expected: less, found: more };
}

function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.findIndex((other) => isDeepStrictEqual(other, item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
