/** Waiting for a lock that another connection holds, without stopping the event loop. */
import type { Host } from "../../host/port.ts";
import { failure } from "../../model/errors.ts";
import { isBusy } from "./sql-error.ts";

export interface Patience {
  readonly host: Host;
  /** For messages. */
  readonly path: string;
  /** Give up after this long; a process that was stopped inside a transaction holds the lock for ever. */
  readonly busyMs: number;
}

/** Two writers at full speed wait 13–24 ms at most with pauses of about this (runtime-notes.md §3). */
const pauseMs = 1;
const slowPauseMs = 10;
/** After so many tries the other side is not merely committing. */
const quickTries = 200;

/**
 * Calls `attempt` until it no longer meets a lock. SQLite's own busy handler sleeps on the main thread, blindly
 * and unfairly (stalls of 0.8 s were measured), so the connection has none and we wait by timer.
 * @throws store-failed after `busyMs`; whatever else `attempt` throws
 */
export async function whenFree<T>(patience: Patience, operation: string, attempt: () => T): Promise<T> {
  const { host } = patience;
  let since: number | undefined;
  for (let tries = 1; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      since ??= host.monotonic();
      if (host.monotonic() - since >= patience.busyMs) throw locked(patience, operation, error);
    }
    await pause(host, tries);
  }
}

function pause(host: Host, tries: number): Promise<void> {
  const base = tries > quickTries ? slowPauseMs : pauseMs;
  // Jitter, so that two processes do not keep meeting.
  const delay = base * (0.5 + (host.randomBytes(1)[0] ?? 0) / 255);
  return new Promise((resolve) => void host.timer(delay, resolve));
}

function locked(patience: Patience, operation: string, error: unknown): Error {
  const problem = `another process has held the write lock of ${patience.path} for ${patience.busyMs} ms`;
  return failure("store-failed", { operation, problem }, error);
}
