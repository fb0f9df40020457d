/**
 * Reads a store and asserts what must hold of it at any moment when nothing is under way: chaos and crash tests end
 * with it. Numbers are those of the list of invariants.
 */
import { expect } from "vitest";
import { inspectStore } from "../store/check/inspect-store.ts";
import type { Store } from "../store/port.ts";

export async function checkStore(store: Store): Promise<void> {
  // 4, 5, 18, 20, 26, 27.
  expect(await inspectStore(store)).toMatchObject({ findings: [], complete: true });
  await checkPlaces(store);
}

/** 16: no place is held beyond what there is; in a real store its size may have been lowered meanwhile. */
async function checkPlaces(store: Store): Promise<void> {
  for (const { place, capacity = Number.POSITIVE_INFINITY, used } of await store.places(Number.MAX_SAFE_INTEGER))
    expect(used, `${place}: no more than there is`).toBeLessThanOrEqual(capacity);
}
