/** Lets a finished run go on from a prefix of its journal, as after a crash at that position. */
import type { Entry } from "../model/entry.ts";
import type { RunRow, Store } from "../store/port.ts";

/**
 * Begins another generation of a finished run that knows the first `length` entries.
 * @returns the new generation's row
 */
export async function replayPrefix(store: Store, id: string, length: number): Promise<RunRow> {
  const row = await store.find(id);
  if (row === undefined) throw new TypeError(`there is no run ${id}`);
  const entries = await store.journal(row.key, 0, length === 0 ? 1 : length);
  const begin = { entries: length === 0 ? [] : entries, seed: row.seed, fromStart: length === 0 };
  return await store.nextGeneration(row.key, begin, row.createdAt);
}

/** What two journals of the same program have in common: everything but times. */
export function shapeOf(entries: readonly Entry[]): string[] {
  return entries.map((entry) => `${entry.kind} ${entry.op} ${entry.attempt} ${entry.value ?? ""}`);
}
