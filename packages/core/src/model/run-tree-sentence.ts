/** The sentences of a run's tree: why an operation has not ended, or has not ended well. */
import { formatMs } from "./duration.ts";
import { StepwellError } from "./errors.ts";
import { messageOf } from "./run-errors.ts";
import type { FailedAttempt } from "./run-tree-node.ts";
import type { TreeEntry, TreeProgress } from "./run-tree-row.ts";
import { formatNumber } from "./run-tree-summary.ts";

/** Reads an `attempt` entry. Its value is the user's error and ours: taken as it comes. */
export function failedAttempt(entry: TreeEntry): FailedAttempt {
  // Only a person says when the next attempt is.
  if (entry.kind === "held")
    return { attempt: entry.attempt, message: failureSentence(entry), nextAt: Infinity, maxAttempts: undefined };
  const nextAt = partOf(entry.value, "nextAt");
  const maxAttempts = partOf(entry.value, "maxAttempts");
  return {
    attempt: entry.attempt,
    message: messageOf(partOf(entry.value, "error")),
    nextAt: typeof nextAt === "number" ? nextAt : entry.at.getTime(),
    maxAttempts: typeof maxAttempts === "number" && Number.isFinite(maxAttempts) ? maxAttempts : undefined,
  };
}

/** `attempt 3 of 5 in 2s: 503 from psp`. */
export function retrySentence(failed: FailedAttempt, now: number): string {
  const of = failed.maxAttempts === undefined ? "" : ` of ${failed.maxAttempts}`;
  if (failed.nextAt === Infinity) return `waits for a person to decide: ${failed.message}`;
  const waitMs = failed.nextAt - now;
  return `attempt ${failed.attempt + 1}${of} ${waitMs <= 0 ? "is due" : `in ${countdown(waitMs)}`}: ${failed.message}`;
}

/** Of a `step-failed` entry: `after 5 attempts: 503 from psp`. */
export function failureSentence(entry: TreeEntry): string {
  const error = entry.value;
  const cause = error instanceof StepwellError && error.code === "step-failed" ? error.cause : error;
  const attempts = entry.attempt <= 1 ? "" : `after ${entry.attempt} attempts: `;
  return `${attempts}${messageOf(cause) || "failed"}`;
}

/** Of the run as a whole: `40 of 200, 20%`. */
export function progressSentence({ done, total }: TreeProgress): string {
  if (total === undefined || total <= 0) return formatNumber(done);
  return `${formatNumber(done)} of ${formatNumber(total)}, ${Math.floor((done / total) * 100)}%`;
}

/** A part of a value of unknown shape; undefined when it has none of that name. */
export function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Whole seconds, rounded up: a countdown that says 0s is over. */
function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 60 ? `${seconds}s` : formatMs(seconds * 1_000);
}
