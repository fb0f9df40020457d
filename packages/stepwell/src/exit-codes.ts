/** Exit codes: what a script learns of how it went. */
import type { RunState } from "@stepwell/core";

export const exitCodes = {
  completed: 0,
  /** The run failed or timed out. */
  failed: 1,
  /** Wrong use, or a definition that cannot be: nothing was started. */
  usage: 2,
  cancelled: 3,
  /** The run waits for a person. */
  blocked: 4,
  /** The time to wait is over, and the run goes on. */
  stillGoing: 5,
  /** Not found, or not allowed. */
  notFound: 6,
  /** Store or server out of reach. */
  unreachable: 7,
  interrupted: 130,
  terminated: 143,
} as const;

const ofState: Readonly<Record<RunState, number>> = {
  pending: exitCodes.stillGoing,
  running: exitCodes.stillGoing,
  waiting: exitCodes.stillGoing,
  paused: exitCodes.stillGoing,
  blocked: exitCodes.blocked,
  completed: exitCodes.completed,
  failed: exitCodes.failed,
  cancelled: exitCodes.cancelled,
  timed_out: exitCodes.failed,
};

export function exitCodeOfState(state: RunState): number {
  return ofState[state];
}

const ofError: Readonly<Record<string, number>> = {
  "unknown-run": exitCodes.notFound,
  "unknown-run-reference": exitCodes.notFound,
  "no-runs-yet": exitCodes.notFound,
  "unknown-ask": exitCodes.notFound,
  "no-audit-record": exitCodes.notFound,
  "key-missing": exitCodes.notFound,
  "no-store": exitCodes.unreachable,
  "store-unreadable": exitCodes.unreachable,
  "store-damaged": exitCodes.unreachable,
  "store-read-only": exitCodes.unreachable,
  "store-too-new": exitCodes.unreachable,
  "store-full": exitCodes.unreachable,
  "store-failed": exitCodes.unreachable,
  "outcome-unknown": exitCodes.unreachable,
  "run-failed": exitCodes.failed,
  "run-timed-out": exitCodes.failed,
  "broken-invariant": exitCodes.failed,
  "unexpected-error": exitCodes.failed,
  "run-cancelled": exitCodes.cancelled,
  "run-blocked": exitCodes.blocked,
  "result-timeout": exitCodes.stillGoing,
};

/** What is not listed is a wrong use: most codes say that something given does not fit. */
export function exitCodeOfError(code: string): number {
  return ofError[code] ?? exitCodes.usage;
}
