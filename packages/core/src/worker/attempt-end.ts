/** How an attempt's end is written down: a result with what the body has set, or an error. */
import type { AttemptValue, StepValue } from "../model/entry.ts";
import { briefError, stepFailed } from "../model/run-errors.ts";
import { type Ending, type FailedAttempt, judgeFailure } from "./failed-attempt.ts";

/** The end of an attempt, encoded. */
export interface Ended {
  readonly kind: Ending["kind"];
  readonly value: string | undefined;
  /** What the body has set, as it is read from outside. */
  readonly data?: readonly (readonly [key: string, text: string])[] | undefined;
}

type Encode = (value: unknown, where: string) => string;

export interface BodyResult {
  readonly step: string;
  readonly result: unknown;
  readonly sets: StepValue["set"] | undefined;
}

/** @throws unserialisable-value, value-too-large */
export function endWell({ step, result, sets }: BodyResult, encode: Encode): Ended {
  const kind = sets === undefined || sets.length === 0 ? "step" : "step-data";
  const value = kind === "step" ? result : { result, set: sets };
  const text = value === undefined ? undefined : encode(value, `the result of step "${step}"`);
  const data = sets?.map(([key, item]) => [key, encode(item, `data "${key}"`)] as const);
  return { kind, value: text, data };
}

export function endBadly(error: unknown, attempted: FailedAttempt, encode: Encode): Ended {
  const { step, attempt } = attempted.command;
  const ending = judgeFailure(error, attempted);
  try {
    return { kind: ending.kind, value: encode(ending.value, `the error of step "${step}"`) };
  } catch (problem) {
    // Too large an error, or one that cannot be carried: its message still can.
    const brief = briefError(error, problem);
    const { nextAt } = ending.value as AttemptValue;
    const value = ending.kind === "attempt" ? { error: brief, nextAt } : stepFailed(step, attempt, brief);
    return { kind: ending.kind, value: encode(value, "an error") };
  }
}
