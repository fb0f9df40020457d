/** How an attempt's end is written down: a result with what the body has set, or an error. */
import { caught } from "../model/caught.ts";
import type { AttemptValue, StepValue } from "../model/entry.ts";
import { briefError, stepFailed } from "../model/run-errors.ts";
import { notYet } from "../operations/poll.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import { cacheWrite } from "./cache-write.ts";
import { type Ending, type FailedAttempt, judgeFailure } from "./failed-attempt.ts";
import type { LiveRun } from "./live-run.ts";

/** The end of an attempt, encoded. */
export interface Ended {
  readonly kind: Ending["kind"];
  /** Nothing is to be written: its value will not do yet. */
  readonly again?: true;
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
  if (result === notYet) return { kind: "step", value: undefined, again: true };
  const kind = sets === undefined || sets.length === 0 ? "step" : "step-data";
  const value = kind === "step" ? result : { result, set: sets };
  const text = value === undefined ? undefined : encode(value, `the result of step "${step}"`);
  const data = sets?.map(([key, item]) => [key, encode(item, `data "${key}"`)] as const);
  return { kind, value: text, data };
}

/** Of a try whose value will not do yet nothing is kept but when the next one is. */
export function record(run: LiveRun, ended: Ended, { command, now }: { command: BodyCommand; now: number }): void {
  const { kind, value: text, data, again } = ended;
  const { operation, attempt, againMs = 0, totalDeadline = Infinity } = command;
  if (again) {
    run.agenda.retries.set(operation, Math.min(now + againMs, totalDeadline));
    return;
  }
  const happened = { kind, op: operation.id, attempt, at: now, text };
  const cache = cacheWrite(command, ended, now);
  run.append(cache === undefined ? happened : { ...happened, outward: { cache } });
  if (data !== undefined) run.record.write.data.push(...data);
}

export function endBadly(thrown: unknown, attempted: FailedAttempt, encode: Encode): Ended {
  const { step, attempt } = attempted.command;
  const error = caught(thrown);
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
