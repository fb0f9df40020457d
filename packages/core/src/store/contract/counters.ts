/** The counters of a store against its rows. */
import { expect } from "vitest";
import { nodeHost } from "../../host/node.ts";
import type { RunCount, Store, StoreProvider } from "../port.ts";

/**
 * Invariant 20. If this fails, a statement has made, moved or removed a run and has not told the counters
 * (in SQLite: sqlite/counts.ts).
 */
export async function expectCounters(provider: StoreProvider, namespace: string): Promise<void> {
  const store = await provider.open({ host: nodeHost(), namespace });
  try {
    await compareCounters(store);
  } finally {
    await store.close();
  }
}

export async function compareCounters(store: Store): Promise<void> {
  const [counters, rows] = [await store.stats(), await store.recount()];
  const removedFrom = new Set(counters.filter(({ removed }) => removed > 0).map(placeOf));
  expect(counters.filter(isAny).map(kept(removedFrom)).sort(byPlace), "counters equal the rows").toEqual(
    rows.map(kept(removedFrom)).sort(byPlace),
  );
}

/** What the rows can tell: of those that are gone nobody knows how long they took. */
function kept(removedFrom: ReadonlySet<string>): (count: RunCount) => object {
  return (count) => {
    const { runs, ended, removed, begun, workedMs } = count;
    const place = placeOf(count);
    const spans = removedFrom.has(place) ? {} : { begun, workedMs };
    return { place, runs, ended: ended - removed, ...spans };
  };
}

/** A counter that has gone back to nothing need not have a row. */
function isAny({ runs, ended, removed }: RunCount): boolean {
  return runs !== 0 || ended !== removed;
}

function placeOf({ workflow, queue, state }: RunCount): string {
  return `${workflow} on ${queue}: ${state}`;
}

function byPlace(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
