/** The thread of wholeness.ts: reads the whole file by a connection of its own, table by table, and says what it found. */
import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./driver.ts";
import type { CheckData, CheckResult } from "./wholeness.ts";

/** Here SQLite may sleep on a lock: nothing else happens in this thread. */
const busyMs = 60_000;

const result = check(workerData as CheckData);
if (result !== undefined) parentPort?.postMessage(result satisfies CheckResult);

/** Undefined when it was stopped. */
function check(data: CheckData): CheckResult | undefined {
  const db = new Connection({ location: data.location, busyMs, readOnly: true });
  try {
    const tables = db.stmt("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const [name] of tables) {
      if (Atomics.load(data.stop, 0) === 1) return undefined;
      const problem = String(db.stmt(`PRAGMA quick_check("${name}")`).all()[0]?.[0]);
      if (problem !== "ok") return problem;
    }
    return "ok";
  } catch (error) {
    // What is broken badly enough is not even read.
    return error instanceof Error ? error.message : String(error);
  } finally {
    db.close();
  }
}
