/** Bodies that take long, announced so that others can see them. Outside the barrier: losing a row costs nothing. */
import type { ActivityKey, ActivityRow, RunKey, WorkerKey } from "../port.ts";
import type { SqlRow } from "./driver.ts";
import { numberOf, textOf } from "./rows.ts";
import type { Session } from "./session.ts";

/** Only while the worker has the run: a late announcement must not outlive the run's end. */
const announceSql = `INSERT INTO activity (run, op, attempt, worker, started_at, heartbeat, done, total)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM runs WHERE key = ?1 AND owner = ?4)
  ON CONFLICT (run, op) DO UPDATE SET attempt = excluded.attempt, worker = excluded.worker,
  started_at = excluded.started_at, heartbeat = excluded.heartbeat, done = excluded.done, total = excluded.total`;
/** Another worker may execute the same since. */
const endSql = "DELETE FROM activity WHERE run = ? AND op = ? AND worker = ?";
const ofRunSql = `SELECT run, op, attempt, worker, started_at, heartbeat, done, total
  FROM activity WHERE run = ? ORDER BY started_at, op`;

export function announce(
  session: Session,
  activity: readonly ActivityRow[],
  ended: readonly ActivityKey[],
): Promise<void> {
  return session.write("announce", (db) => {
    for (const { run, op, worker } of ended) db.stmt(endSql).run(run, op, worker);
    for (const row of activity) {
      const { progress } = row;
      db.stmt(announceSql).run(
        row.run,
        row.op,
        row.attempt,
        row.worker,
        row.startedAt,
        row.heartbeat ?? null,
        progress?.done ?? null,
        progress?.total ?? null,
      );
      const held = session.held.get(row.run);
      if (held !== undefined) held.announced = true;
    }
  });
}

export function activityOf(session: Session, run: RunKey): Promise<readonly ActivityRow[]> {
  return session.read("activity", (db) => db.stmt(ofRunSql).all(run).map(toActivity));
}

function toActivity(row: SqlRow): ActivityRow {
  const done = numberOf(row[6]);
  return {
    run: row[0] as RunKey,
    op: row[1] as string,
    attempt: row[2] as number,
    worker: row[3] as WorkerKey,
    startedAt: row[4] as number,
    heartbeat: textOf(row[5]),
    progress: done === undefined ? undefined : { done, total: numberOf(row[7]) },
  };
}
