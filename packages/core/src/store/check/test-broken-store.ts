/** A store that something has changed behind its back, for tests of what is found then. */
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { type Engine, newEntry, registerIn, startRunning, t0, write } from "../contract/bench.ts";
import { newFile, openFile } from "../sqlite/test-files.ts";
import { inspectStore } from "./inspect-store.ts";

/** Key of the run that has ended in each of them. */
export const ofDone = "(SELECT key FROM runs WHERE id = 'done')";

/** A file with runs, broken by SQL behind the store's back. */
export async function broken(sql: string, more?: (engine: Engine) => Promise<unknown>): Promise<string[]> {
  const file = newFile();
  const store = await openFile(file);
  const engine = { store, worker: await registerIn(store) };
  const done = await startRunning(engine, { id: "done" });
  const parts = { entries: [newEntry(1), newEntry(2)], data: [["k", '"datum"']] as const };
  await write(engine, done, { ...parts, change: { event: "complete", output: '"out"' } }, t0 + 5);
  await startRunning(engine, { id: "busy" });
  await more?.(engine);
  await store.close();
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  const again = await openFile(file);
  const { findings, complete } = await inspectStore(again);
  expect(complete).toBe(true);
  return findings.map(({ about, run = "", problem }) => `${about} ${run}: ${problem}`);
}
