/** What follows a failed attempt: another one, or the end of the step. */
import { caught } from "../model/caught.ts";
import { randomAt } from "../model/deterministic.ts";
import type { AttemptValue } from "../model/entry.ts";
import { isFailure } from "../model/errors.ts";
import { backoffMs, isRetryable } from "../model/retry.ts";
import { RetryAfter } from "../model/retry-signals.ts";
import { stepFailed } from "../model/run-errors.ts";
import type { BodyCommand } from "../operations/run-port.ts";

/** How an attempt ended, as it is recorded. */
export interface Ending {
  readonly kind: "step" | "step-data" | "step-failed" | "held" | "attempt";
  readonly value: unknown;
}

export interface FailedAttempt {
  readonly command: BodyCommand;
  /** The run's: chance in waits is equal on every machine. */
  readonly seed: string;
  /** Ms. */
  readonly now: number;
  readonly lastHeartbeat: unknown;
}

export function judgeFailure(error: unknown, attempted: FailedAttempt): Ending {
  const { command, seed, now, lastHeartbeat } = attempted;
  const { retry, attempt, step } = command;
  const final: Ending = {
    kind: command.failsAs,
    value: isFailure(error, "step-interrupted") ? error : stepFailed(step, attempt, error),
  };
  if (attempt >= retry.maxAttempts || !isRetryable(error)) return final;
  try {
    if (retry.retryIf !== undefined && !retry.retryIf(error, attempt)) return final;
  } catch (thrown) {
    return { ...final, value: stepFailed(step, attempt, caught(thrown)) };
  }
  const asked = error instanceof RetryAfter && Number.isFinite(error.afterMs) ? error.afterMs : undefined;
  const wait = asked ?? backoffMs(retry, attempt, randomAt(seed, `${step}~backoff`, attempt));
  const nextAt = now + Math.ceil(wait);
  if (command.totalDeadline !== undefined && nextAt >= command.totalDeadline) return final;
  const { maxAttempts } = retry;
  const value: AttemptValue = {
    error,
    nextAt,
    ...(Number.isFinite(maxAttempts) ? { maxAttempts } : {}),
    ...(lastHeartbeat === undefined ? {} : { heartbeat: lastHeartbeat }),
  };
  return { kind: "attempt", value };
}
