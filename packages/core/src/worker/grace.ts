/**
 * Bodies that were told to stop, because the run ends, get a while to do so by themselves: nothing is undone, and the
 * run does not end, while what is to be undone may still be going on.
 */
import { limits } from "../model/limits.ts";
import type { LiveRun } from "./live-run.ts";

/** Until when such bodies are waited for, ms; undefined when there are none, or no more: what they still do is ignored. */
export function graceOf(run: LiveRun, now: number): number | undefined {
  const { undoing, endedWell } = run.finale;
  if (run.ending === undefined && (!undoing || endedWell)) return undefined;
  const stopping = [...run.agenda.executing].filter(([operation]) => operation.cancelled);
  if (stopping.length === 0) return undefined;
  run.graceUntil ??= now + limits.cancelGraceMs;
  if (now < run.graceUntil) return run.graceUntil;
  for (const [operation, executing] of stopping) {
    executing.disown();
    run.agenda.executing.delete(operation);
  }
  return undefined;
}
