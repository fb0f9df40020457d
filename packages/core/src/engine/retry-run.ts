/** Retries a run, and with it the children that its end has taken along. */
import { isFailure } from "../model/errors.ts";
import { goesOnAgain } from "../model/goes-on-again.ts";
import { followsFailure } from "../operations/finale-state.ts";
import type { AskingParent, RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { type ForRetry, generationForRetry, type RetryRunOptions } from "./next-generation.ts";

/**
 * Those that it has called are retried when its code waits for them again, and not before: it may have given them up
 * before it failed, or go another way. Those that it has started nobody asks for again: they are retried first, since if
 * the process dies in between, a second retry of the parent finds them. What it did after it had failed, to clean up or
 * to tell somebody, is left as it is.
 * @param by the run whose code asks, where one does
 */
export async function retryRun(
  internals: Internals,
  row: RunRow,
  options: RetryRunOptions,
  by?: AskingParent,
): Promise<void> {
  const { store, settings, worker } = internals;
  const again = await generationForRetry(internals, row, options);
  const { begin } = again;
  for (const child of childrenOf(internals, again)) await retryChild(internals, { parent: row, by }, child);
  worker.requests.adopt(row.id);
  await store.nextGeneration(row.key, by === undefined ? begin : { ...begin, by }, settings.host.now());
}

interface Child {
  readonly id: string;
  /** Of wf.call: waited for from the beginning. */
  readonly called: boolean;
}

function childrenOf({ decode }: Internals, { begin: { entries: kept }, before, wrong }: ForRetry): Child[] {
  // Without entries the next generation does not know that it is a retry, and finds all of them as they are.
  const knows = kept.length > 0;
  const ended = new Set(kept.filter(({ kind }) => kind === "child").map(({ op }) => op));
  const begun = !knows || wrong === undefined ? before : before.slice(0, wrong.seq);
  return begun.flatMap(({ kind, op, value }): Child[] => {
    const called = kind === "child-started";
    if (called ? knows || ended.has(op) : kind !== "started") return [];
    if (followsFailure(op) || value === undefined) return [];
    const id = decode(value);
    return typeof id === "string" ? [{ id, called }] : [];
  });
}

interface Asking {
  readonly parent: RunRow;
  readonly by: AskingParent | undefined;
}

async function retryChild(internals: Internals, { parent, by }: Asking, { id, called }: Child): Promise<void> {
  const child = await internals.store.find(id);
  if (child === undefined || child.parent !== parent.id || !goesOnAgain(child, { called })) return;
  await retryOnce(internals, child, by && { worker: by.worker, run: by.run, claim: by.claim });
}

/** A child whose retried parent asks for it again. */
export async function retryOnce(internals: Internals, child: RunRow, by: AskingParent | undefined): Promise<void> {
  try {
    await retryRun(internals, child, {}, by);
  } catch (error) {
    // Somebody retries the parent at the same time: one of them will be told so.
    if (!isFailure(error, "already-begun-anew")) throw error;
  }
}
