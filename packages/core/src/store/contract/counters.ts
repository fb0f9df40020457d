/** The counters of a store against its rows. */
import { expect } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { checkCounters } from "../check/check-counters.ts";
import type { Store, StoreProvider } from "../port.ts";

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
  expect(await checkCounters(store), "counters equal the rows").toEqual([]);
}
