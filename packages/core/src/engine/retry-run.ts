/** Retries a run, and with it the children that it will wait for again. */
import { isFailure } from "../model/errors.ts";
import { goesOnAgain } from "../model/goes-on-again.ts";
import { followsFailure } from "../operations/finale-state.ts";
import type { HeldRun, RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { type ForRetry, generationForRetry, type RetryRunOptions } from "./next-generation.ts";

/**
 * Children first: a parent that goes on before finds them as they were, which is what it failed of. If the process dies
 * in between, the children go on and a second retry of the parent finds them. Those that the parent called after it had
 * failed, to clean up or to tell somebody, are left as they are: its code may never ask for them again. Where it does,
 * they are retried then.
 * @param by the run whose code asks, where one does
 */
export async function retryRun(
  internals: Internals,
  row: RunRow,
  options: RetryRunOptions,
  by?: HeldRun,
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

/** Those whose end the next generation does not have. */
function childrenOf({ decode }: Internals, { begin: { entries: kept }, before, wrong }: ForRetry): Child[] {
  const ended = new Set(kept.filter(({ kind }) => kind === "child").map(({ op }) => op));
  // Without entries the next generation does not know that it is a retry, and finds all of them as they are.
  const started = kept.length === 0 || wrong === undefined ? before : before.slice(0, wrong.seq);
  return started.flatMap(({ kind, op, value }): Child[] => {
    if ((kind !== "child-started" && kind !== "started") || ended.has(op) || value === undefined) return [];
    if (followsFailure(op)) return [];
    const id = decode(value);
    return typeof id === "string" ? [{ id, called: kind === "child-started" }] : [];
  });
}

interface Asking {
  readonly parent: RunRow;
  readonly by: HeldRun | undefined;
}

async function retryChild(internals: Internals, { parent, by }: Asking, { id, called }: Child): Promise<void> {
  const child = await internals.store.find(id);
  if (child === undefined || child.parent !== parent.id || !goesOnAgain(child, { called })) return;
  await retryOnce(internals, child, by);
}

/** A child whose retried parent asks for it again. */
export async function retryOnce(internals: Internals, child: RunRow, by: HeldRun | undefined): Promise<void> {
  try {
    await retryRun(internals, child, {}, by);
  } catch (error) {
    // Somebody retries the parent at the same time: one of them will be told so.
    if (!isFailure(error, "already-begun-anew")) throw error;
  }
}
