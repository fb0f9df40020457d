/** What a body throws to say how its failure is to be retried. */

import { type Duration, toMs } from "./duration.ts";
import { failure } from "./errors.ts";
import { readOptions } from "./read-options.ts";

/**
 * The step fails at once, whatever its retry options say.
 * @example throw new NonRetryableError("the card is stolen");
 */
export class NonRetryableError extends Error {
  override readonly name: string = "NonRetryableError";
}

/**
 * The attempt failed; the next one, if there is one left, starts after this time instead of the usual delay.
 * @example throw new RetryAfter("90 s", { cause: response.status });
 */
export class RetryAfter extends Error {
  override readonly name: string = "RetryAfter";
  /** Milliseconds until the next attempt. */
  readonly afterMs: number;

  /**
   * @param duration from now to the next attempt; jitter is not added
   * @throws invalid-duration
   */
  constructor(duration: Duration, options: { readonly message?: string; readonly cause?: unknown } = {}) {
    const afterMs = toMs(duration, "RetryAfter");
    const { message = `retry after ${afterMs} ms`, ...rest } = readOptions(options, ["message", "cause"], {
      where: "RetryAfter",
    });
    if (typeof message !== "string")
      throw failure("invalid-option", { where: "RetryAfter", option: "message", problem: "must be a text" });
    super(message, rest);
    this.afterMs = afterMs;
  }
}
