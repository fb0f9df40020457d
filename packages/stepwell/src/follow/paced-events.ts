/**
 * Reads a run's events in gulps: whatever is there at once, then nothing for a while. Reading after every commit
 * would cost a busy run more than its steps.
 */
import type { Host, RunEventItem, RunHandle } from "@stepwell/core";

export interface Pacing {
  readonly host: Pick<Host, "immediate" | "timer">;
  readonly everyMs: number;
  /** Resolves when the rest is wanted at once. */
  readonly hurry: Promise<void>;
  readonly signal: AbortSignal;
  /** Position after which to begin. */
  readonly after: number;
}

export async function readPaced(handle: RunHandle, pacing: Pacing, take: (event: RunEventItem) => void): Promise<void> {
  const { host, everyMs, hurry, signal, after } = pacing;
  let waited = false;
  const mark = (): void =>
    host.immediate(() => {
      waited = true;
    });
  let hurried = false;
  void hurry.then(() => {
    hurried = true;
  });
  mark();
  for await (const event of handle.watch({ after, signal })) {
    take(event);
    // What was there already comes without a macrotask in between; an event after one had to be waited for.
    if (!waited || hurried) continue;
    await Promise.race([hurry, pause(host, everyMs)]);
    waited = false;
    mark();
  }
}

function pause(host: Pick<Host, "timer">, ms: number): Promise<void> {
  return new Promise((resolve) => void host.timer(ms, resolve));
}
