/**
 * Reads a store and asserts what must hold of it at any moment when nothing is under way: chaos and crash tests end
 * with it. Numbers are those of the list of invariants.
 */
import { expect } from "vitest";
import type { Entry } from "../model/entry.ts";
import { isFinished } from "../model/run-state.ts";
import { compareCounters } from "../store/contract/counters.ts";
import type { RunRow, Store, WorkerKey } from "../store/port.ts";

export async function checkStore(store: Store): Promise<void> {
  await checkPlaces(store);
  const workers = new Set((await store.workers()).map(({ key }) => key));
  let cursor: string | undefined;
  do {
    const page = await store.list({}, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
    for (const row of page.items) {
      checkRow(row, workers);
      checkJournal(row, await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER));
    }
    cursor = page.next;
  } while (cursor !== undefined);
  // 20: counters equal the rows.
  await compareCounters(store);
}

/** 16, 27: no place is held beyond what there is, and only unfinished runs hold any. */
async function checkPlaces(store: Store): Promise<void> {
  for (const { place, capacity = Number.POSITIVE_INFINITY, used, holders } of await store.places(
    Number.MAX_SAFE_INTEGER,
  )) {
    expect(used, `${place}: no more than there is`).toBeLessThanOrEqual(capacity);
    for (const id of holders) {
      const holder = await store.find(id);
      expect(holder !== undefined && !isFinished(holder.status), `${place}: held by ${id}, which is unfinished`).toBe(
        true,
      );
    }
  }
}

function checkRow(row: RunRow, workers: ReadonlySet<WorkerKey>): void {
  const who = `run ${row.id}, ${row.status}`;
  // 26: no row names an owner that is not a registered worker, and only running ones name any.
  if (row.status === "running") expect(workers.has(row.owner as WorkerKey), `${who}: owned by a worker`).toBe(true);
  else expect(row.owner, `${who}: owned by nobody`).toBeUndefined();
  expect(row.endedAt !== undefined, `${who}: has an end exactly when it is finished`).toBe(isFinished(row.status));
  expect(row.output !== undefined, `${who}: has an output exactly when it is completed`).toBe(
    row.status === "completed",
  );
  if (row.status === "waiting") expect(row.why, `${who}: says what for`).not.toBeUndefined();
}

const outcomes: ReadonlySet<Entry["kind"]> = new Set(["step", "step-data", "step-failed", "timer"]);

function checkJournal(row: RunRow, entries: readonly Entry[]): void {
  const where = `journal of ${row.id}`;
  // 5: positions are dense.
  expect(
    entries.map(({ seq }) => seq),
    where,
  ).toEqual(entries.map((_, index) => index + 1));
  // 4: an operation has at most one recorded outcome.
  const ended = entries.filter(({ kind }) => outcomes.has(kind)).map(({ op }) => op);
  expect(new Set(ended).size, `${where}: one outcome for each operation`).toBe(ended.length);
  let at = 0;
  const attempts = new Map<string, number>();
  for (const entry of entries) {
    expect(entry.at, `${where}, entry ${entry.seq}: times never go back`).toBeGreaterThanOrEqual(at);
    at = entry.at;
    if (entry.kind !== "attempt") continue;
    // 18: attempts are counted without gaps.
    expect(entry.attempt, `${where}, attempts of ${entry.op}`).toBe((attempts.get(entry.op) ?? 0) + 1);
    attempts.set(entry.op, entry.attempt);
  }
}
