/**
 * The thread of keep-alive.ts: beats by its own connection, until it is stopped or the worker is declared dead.
 * It needs no clock: it sleeps by Atomics.wait, and the database gives the time.
 */
import { workerData } from "node:worker_threads";
import { Connection } from "./driver.ts";
import type { KeepAliveData } from "./keep-alive.ts";

const beatSql = `UPDATE workers SET beat_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
  WHERE key = ? AND dead_at IS NULL`;

/** Here SQLite may sleep on a lock: nothing else happens in this thread. */
const busyMs = 2_000;

run(workerData as KeepAliveData);

function run(data: KeepAliveData): void {
  const db = new Connection({ location: data.location, busyMs });
  try {
    db.exec("PRAGMA synchronous = FULL");
    let lastPulse = Atomics.load(data.pulse, 0);
    let stillMs = 0;
    while (Atomics.wait(data.stop, 0, 0, data.everyMs) === "timed-out") {
      const pulse = Atomics.load(data.pulse, 0);
      stillMs = pulse === lastPulse ? stillMs + data.everyMs : 0;
      lastPulse = pulse;
      // A main loop that stands still for too long is as good as dead: let the lease lapse.
      if (stillMs < data.stallMs && !beat(db, data.worker)) return;
    }
  } finally {
    db.close();
  }
}

/** False when the worker was declared dead. */
function beat(db: Connection, worker: number): boolean {
  try {
    return db.stmt(beatSql).run(worker) === 1;
  } catch {
    // Locked for long, or the disk is full: the next beat may succeed, and the lease is three beats long.
    return true;
  }
}
