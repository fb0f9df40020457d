/** Which children a retry of their parent retries. */
import type { RunState } from "./run-state.ts";

/**
 * One that nobody waits for may have failed for good; but cancelled it was because of its parent.
 * @param called by wf.call: it was waited for from the beginning
 */
export function goesOnAgain(
  { status }: { readonly status: RunState },
  { called }: { readonly called: boolean },
): boolean {
  return status === "cancelled" || (called && (status === "failed" || status === "timed_out"));
}
