/**
 * Bodies that were told to stop, because the run ends, get a while to do so by themselves: nothing is undone, and the
 * run does not end, while what is to be undone may still be going on.
 */
import type { Host } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { LiveRun } from "./live-run.ts";

export interface GraceDeps {
  readonly host: Pick<Host, "monotonic">;
  readonly now: number;
}

/**
 * Until when such bodies are waited for, ms; undefined when there are none, or no more: what they still do is ignored.
 * A clock that is put forward makes no body faster: how long it was waited for is counted by the other one.
 */
export function graceOf(run: LiveRun, { host, now }: GraceDeps): number | undefined {
  const { undoing, endedWell } = run.finale;
  if (run.ending === undefined && (!undoing || endedWell)) return undefined;
  const stopping = [...run.agenda.executing].filter(([operation]) => operation.cancelled);
  if (stopping.length === 0) return undefined;
  const at = host.monotonic();
  run.graceUntil ??= at + limits.cancelGraceMs;
  if (at < run.graceUntil) return now + (run.graceUntil - at);
  for (const [operation, executing] of stopping) {
    executing.disown();
    run.agenda.executing.delete(operation);
  }
  return undefined;
}
