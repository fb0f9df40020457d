/** Which children a retry of their parent retries. */
import { isFinished, type RunState } from "./run-state.ts";

/**
 * One that nobody waits for may have failed for good; but cancelled it was because of its parent.
 * @param waited somebody waits for it: it was called, or its result is asked for
 */
export function goesOnAgain(
  { status }: { readonly status: RunState },
  { waited }: { readonly waited: boolean },
): boolean {
  return status === "cancelled" || (waited && (status === "failed" || status === "timed_out"));
}

/** It was asked to end, and has not yet. */
export function isEnding(run: { readonly status: RunState; readonly cancelRequestedAt: number | undefined }): boolean {
  return run.cancelRequestedAt !== undefined && !isFinished(run.status);
}
