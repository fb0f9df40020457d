/** Retries of what is no single step: each attempt is executed anew, with a durable wait before it. */
import { NonRetryableError, type RetryOptions } from "@stepwell/core";
import type { Retry } from "../definition/step-defaults.ts";
import { type Course, isOver } from "./course.ts";
import { retryAfterOf } from "./error-record.ts";
import { type SettingsAt, wholeSetting } from "./settings.ts";

export interface Attempts extends Omit<Retry, "maxAttempts"> {
  readonly maxAttempts: number;
}

const once: Attempts = { maxAttempts: 1, initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 };

/** What a definition says of retries, its template evaluated; one attempt where it says nothing. */
export function attemptsOf(at: SettingsAt, retry: Retry | undefined): Attempts {
  if (retry === undefined) return once;
  const { maxAttempts } = retry;
  if (typeof maxAttempts === "number") return { ...retry, maxAttempts };
  return { ...retry, maxAttempts: 1 + wholeSetting(at, { setting: "retry", value: maxAttempts, least: 0 }) };
}

/** The same for a step of the engine. */
export function retryOptions({ maxAttempts, initialMs, factor, maxMs, jitter }: Attempts): RetryOptions {
  return maxAttempts === 1 ? false : { maxAttempts, initial: initialMs, factor, max: maxMs, jitter };
}

/**
 * Executes `attempt` until it succeeds or its attempts are used up; then throws what the last one threw.
 * @param parts `name`: of the waits in the journal
 */
export function withAttempts<T>(course: Course, attempts: Attempts, parts: Parts<T>): Promise<T> {
  return attempts.maxAttempts === 1 ? parts.attempt(1) : withMore(course, attempts, parts);
}

interface Parts<T> {
  readonly name: string;
  readonly attempt: (n: number) => Promise<T>;
  readonly again?: (error: unknown) => boolean;
}

async function withMore<T>(
  course: Course,
  { maxAttempts, initialMs, factor, maxMs, jitter }: Attempts,
  parts: Parts<T>,
): Promise<T> {
  const { wf, budget } = course;
  for (let n = 1; ; n++) {
    try {
      return await parts.attempt(n);
    } catch (error) {
      const final = error instanceof NonRetryableError || isOver(course) || parts.again?.(error) === false;
      if (final || n >= maxAttempts) throw error;
      const ms = Math.min(maxMs, initialMs * factor ** (n - 1));
      const wait = retryAfterOf(error) ?? Math.round(ms * (1 + jitter * wf.random()));
      await budget.waiting(() => wf.sleep(wait, { name: `${parts.name} retry` }));
    }
  }
}
