/** Runs that have completed, for tests of what becomes of them. */
import type { RunKey, RunRow, StartRow } from "../port.ts";
import { change, type Engine, madeOf, newBatch, newStart, startRunning, t0, writeOf } from "./bench.ts";

const complete = { event: "complete", output: "1" } as const;

export async function finished(engine: Engine, parts: Partial<StartRow> = {}, endedAt = t0): Promise<RunRow> {
  const row = await startRunning(engine, parts);
  await change(engine, row, complete, endedAt);
  return row;
}

/** Many at once; each made `createdAt` milliseconds later than t0, by its number. */
export async function finishedMany(engine: Engine, count: number, createdAt = (_: number) => 0): Promise<RunKey[]> {
  const { store, worker } = engine;
  const starts = Array.from({ length: count }, (_, n) => newStart({ claimNow: true, createdAt: t0 + createdAt(n) }));
  const started = await store.commit(newBatch(worker, { starts }));
  const rows = started.starts.map(madeOf);
  await store.commit(newBatch(worker, { writes: rows.map((row) => writeOf(row, { change: complete })) }));
  return rows.map(({ key }) => key);
}
