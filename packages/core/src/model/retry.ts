/** Whether, how often and how fast a failed attempt is repeated. */

import { assert } from "./assert.ts";
import { type Duration, toMs } from "./duration.ts";
import { type CoreErrorCode, failure, isFailure } from "./errors.ts";
import { isError } from "./is-error.ts";
import { limits } from "./limits.ts";
import { readOptions } from "./read-options.ts";
import { NonRetryableError } from "./retry-signals.ts";

/** Resolved options: every field is there and within its bounds. */
export interface RetryPolicy {
  /** The first attempt included, from 1; Infinity for no end. */
  readonly maxAttempts: number;
  readonly initialMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly jitter: number;
  /** Asked after each failed attempt that could be repeated; false ends the step. */
  readonly retryIf?: (error: unknown, attempt: number) => boolean;
}

/** The user's options. A number means `{ maxAttempts }`, false one attempt; what is left out comes from the defaults. */
export type RetryOptions = RetrySettings | number | false;

export interface RetrySettings {
  /** Attempts, the first one included: a whole number from 1, or Infinity. Default 4. */
  readonly maxAttempts?: number;
  /** Wait before the second attempt. Default 1 s, or `max` where that is shorter. */
  readonly initial?: Duration;
  /** By how much each further wait grows, from 1. Default 2. */
  readonly factor?: number;
  /** The longest wait, before jitter. Default 60 s, or `initial` where that is longer. */
  readonly max?: Duration;
  /** The most that chance adds to a wait, as a part of it, 0 to 1. Default 0.5. */
  readonly jitter?: number;
  /** Asked with the error and the number of the failed attempt; false ends the step. Default: always true. */
  readonly retryIf?: (error: unknown, attempt: number) => boolean;
}

/** What holds where neither engine, task nor call say anything. */
export const defaultRetry: RetryPolicy = {
  maxAttempts: limits.retryMaxAttempts,
  initialMs: limits.retryInitialMs,
  factor: limits.retryFactor,
  maxMs: limits.retryMaxMs,
  jitter: limits.retryJitter,
};

const known: ReadonlySet<string> = new Set(["maxAttempts", "initial", "factor", "max", "jitter", "retryIf"]);

/** Codes of failures that a repetition cannot mend: its effect has happened, or it fails again. */
const finalCodes: readonly CoreErrorCode[] = [
  "unserialisable-value",
  "value-too-large",
  "schema-mismatch",
  "run-cancelled",
  "nested-operation",
  "bad-task-module",
  "transaction-left-open",
  "transactions-unsupported",
  "sql-refused",
];

/**
 * Checks the user's options and fills in what they leave out.
 * @param base where left-out fields come from: the engine's or the task's policy
 * @param where begins the error's sentence: `step "charge"`
 * @throws invalid-option for a field that is unknown or out of bounds
 */
export function resolveRetry(options: RetryOptions | undefined, base: RetryPolicy, where: string): RetryPolicy {
  if (options === undefined) return base;
  const refuse = (field: string, problem: string) => failure("invalid-option", { where, option: field, problem });
  if (options === false) return { ...base, maxAttempts: 1 };
  const given = typeof options === "number" ? { maxAttempts: options } : readRetry(options, where);
  const { maxAttempts = base.maxAttempts, factor = base.factor, jitter = base.jitter, retryIf = base.retryIf } = given;
  if (!(maxAttempts >= 1 && (Number.isSafeInteger(maxAttempts) || maxAttempts === Number.POSITIVE_INFINITY)))
    throw refuse("retry.maxAttempts", "must be a whole number from 1, or Infinity");
  if (!(Number.isFinite(factor) && factor >= 1)) throw refuse("retry.factor", "must be a number from 1");
  if (!(Number.isFinite(jitter) && jitter >= 0 && jitter <= 1)) throw refuse("retry.jitter", "must be from 0 to 1");
  if (retryIf !== undefined && typeof retryIf !== "function") throw refuse("retry.retryIf", "must be a function");

  const { initialMs, maxMs } = resolveWaits(given, base, where);
  if (maxMs < initialMs) throw refuse("retry.max", `is ${maxMs} ms, less than the first wait of ${initialMs} ms`);
  return { maxAttempts, initialMs, factor, maxMs, jitter, ...(retryIf === undefined ? {} : { retryIf }) };
}

/**
 * The wait after a failed attempt: grows from `initialMs` by `factor`, at most `maxMs`, and jitter only adds.
 * @param failedAttempt its number, from 1
 * @param u chance, in [0, 1)
 * @returns whole milliseconds
 */
export function backoffMs(policy: RetryPolicy, failedAttempt: number, u: number): number {
  assert(failedAttempt >= 1, "attempts are counted from 1");
  assert(u >= 0 && u < 1, "chance is in [0, 1)");
  // The power overflows to Infinity after some hundred attempts, and 0 × Infinity is not a number.
  const grown = policy.initialMs === 0 ? 0 : policy.initialMs * policy.factor ** (failedAttempt - 1);
  return Math.round(Math.min(policy.maxMs, grown) * (1 + policy.jitter * u));
}

/**
 * Whether this error may be retried at all; false for NonRetryableError (also one that was stored, or from
 * another copy of the package) and for failures that a repetition cannot mend.
 */
export function isRetryable(error: unknown): boolean {
  if (!isError(error)) return true;
  if (error instanceof NonRetryableError || error.name === "NonRetryableError") return false;
  return !finalCodes.some((code) => isFailure(error, code));
}

function readRetry(options: unknown, where: string): RetrySettings {
  if (typeof options === "object" && options !== null) return readOptions(options, known, { where, option: "retry" });
  throw failure("invalid-option", {
    where,
    option: "retry",
    problem: "must be an object, a number of attempts, or false",
  });
}

/** A default gives way to what the user says of the other one. */
function resolveWaits(given: RetrySettings, base: RetryPolicy, where: string): { initialMs: number; maxMs: number } {
  const initialMs = given.initial === undefined ? undefined : readDuration(given.initial, "retry.initial", where);
  const maxMs = given.max === undefined ? undefined : readDuration(given.max, "retry.max", where);
  return {
    initialMs: initialMs ?? Math.min(base.initialMs, maxMs ?? base.initialMs),
    maxMs: maxMs ?? Math.max(base.maxMs, initialMs ?? base.maxMs),
  };
}

function readDuration(duration: Duration, option: string, where: string): number {
  try {
    return toMs(duration, `${where}: ${option}`);
  } catch (error) {
    if (!isFailure(error, "invalid-duration")) throw error;
    throw failure("invalid-option", { where, option, problem: `is not a duration: ${error.facts.problem}` }, error);
  }
}
