/** Runs that are not worth beginning after a while: none begins then, and none ends so that is in time or has begun. */
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";

export function* expiryProblems({ expiresAt }: KnownRun, { startedAt, endedAt, why }: RunRow): Generator<string> {
  if (startedAt !== undefined && startedAt >= expiresAt)
    yield `it has begun ${startedAt - expiresAt} ms after it expired`;
  if (!why?.startsWith("expired: ")) return;
  if (startedAt !== undefined) yield "it has expired, and had begun";
  if (endedAt === undefined || endedAt < expiresAt) yield `it has expired at ${endedAt}, before ${expiresAt}`;
}

/** Whoever looks sees to it. */
export function isOverdue({ status, expiresAt }: RunRow, now: number): boolean {
  return status === "pending" && expiresAt !== undefined && expiresAt + lookMs < now;
}

/** Somebody looks as often as that. */
const lookMs = 5_000;
