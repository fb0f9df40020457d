/**
 * Under what else than its own name an operation waits for the end of a run: of one that was asked to end before, so that
 * its end is not the answer.
 */
export function endBefore(op: string): string {
  return `ended~${op}`;
}
