/** Retries a run, and with it the children that its end has taken along. */
import { isFailure } from "../model/errors.ts";
import type { AskingParent, NextGeneration, RunKey, RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { generationForRetry, type RetryRunOptions } from "./next-generation.ts";

/**
 * Those that it has called are retried when its code waits for them again, and not before: it may have given them up
 * before it failed, or go another way. Those that it has started nobody asks for again: they are retried first, since if
 * the process dies in between, a second retry of the parent finds them. What it did after it had failed, to clean up or
 * to tell somebody, is left as it is. Nothing begins where one of them cannot be retried.
 * @param by the run whose code asks, where one does
 */
export async function retryRun(
  internals: Internals,
  row: RunRow,
  options: RetryRunOptions,
  by?: AskingParent,
): Promise<void> {
  const { store, settings, worker } = internals;
  const held = by && { worker: by.worker, run: by.run, claim: by.claim };
  for (const { key, id, begin } of await familyOf(internals, row, options)) {
    const own = key === row.key;
    worker.requests.adopt(id);
    const asks = own ? by : held;
    const begun = store.nextGeneration(key, asks === undefined ? begin : { ...begin, by: asks }, settings.host.now());
    await (own ? begun : unlessBegun(begun));
  }
}

interface Again {
  readonly key: RunKey;
  readonly id: string;
  readonly begin: NextGeneration;
}

/** What goes on with the run, and it itself last. @throws what a retry of any of them is refused with */
async function familyOf(internals: Internals, row: RunRow, options: RetryRunOptions): Promise<Again[]> {
  const { begin, children } = await generationForRetry(internals, row, options);
  const family: Again[] = [];
  const how = options.build === undefined ? {} : { build: options.build };
  for (const child of children) family.push(...(await familyOf(internals, child, how)));
  return [...family, { key: row.key, id: row.id, begin }];
}

/** A child whose retried parent asks for it again. */
export async function retryOnce(
  internals: Internals,
  { child, how }: { readonly child: RunRow; readonly how: RetryRunOptions },
  by: AskingParent,
): Promise<void> {
  await unlessBegun(retryRun(internals, child, how, by));
}

/** Somebody retries the parent at the same time: one of them will be told so. */
async function unlessBegun(begun: Promise<unknown>): Promise<void> {
  try {
    await begun;
  } catch (error) {
    if (!isFailure(error, "already-begun-anew")) throw error;
  }
}
