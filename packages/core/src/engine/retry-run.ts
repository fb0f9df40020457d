/** Retries a run, and with it the children that it will wait for again. */
import type { Entry } from "../model/entry.ts";
import { isFailure } from "../model/errors.ts";
import { onFailureScope } from "../operations/finale-state.ts";
import { isBelow } from "../replay/given-up-scopes.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { generationForRetry, type RetryRunOptions } from "./next-generation.ts";

/**
 * Children first: a parent that goes on before finds them as they were, which is what it failed of. If the process dies
 * in between, the children go on and a second retry of the parent finds them.
 */
export async function retryRun(internals: Internals, row: RunRow, options: RetryRunOptions): Promise<void> {
  const { store, settings, worker } = internals;
  const { begin, before } = await generationForRetry(internals, row, options);
  if (begin.entries.length > 0)
    for (const child of childrenOf(internals, before, begin.entries)) await retryChild(internals, row, child);
  worker.requests.adopt(row.id);
  await store.nextGeneration(row.key, begin, settings.host.now());
}

interface Child {
  readonly id: string;
  /** Of wf.call: waited for from the beginning. */
  readonly called: boolean;
}

/** Those whose end the next generation does not have. */
function childrenOf({ decode }: Internals, before: readonly Entry[], kept: readonly Entry[]): Child[] {
  const ended = new Set(kept.filter(({ kind }) => kind === "child").map(({ op }) => op));
  return before.flatMap(({ kind, op, value }): Child[] => {
    if ((kind !== "child-started" && kind !== "started") || ended.has(op) || value === undefined) return [];
    if (isBelow(op, onFailureScope)) return [];
    const id = decode(value);
    return typeof id === "string" ? [{ id, called: kind === "child-started" }] : [];
  });
}

async function retryChild(internals: Internals, parent: RunRow, { id, called }: Child): Promise<void> {
  const child = await internals.store.find(id);
  if (child === undefined || child.parent !== parent.id) return;
  // One that nobody waits for may have failed for good; but cancelled it was because of its parent.
  const again = child.status === "cancelled" || (called && (child.status === "failed" || child.status === "timed_out"));
  if (!again) return;
  try {
    await retryRun(internals, child, {});
  } catch (error) {
    // Somebody retries the parent at the same time: one of them will be told so.
    if (!isFailure(error, "already-begun-anew")) throw error;
  }
}
