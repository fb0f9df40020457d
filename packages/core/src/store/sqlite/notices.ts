/** What others asked of runs that a worker executes. */
import type { Notice, RunKey, WorkerKey } from "../port.ts";
import type { Session } from "./session.ts";

const someSql = "SELECT key, run, kind FROM notices WHERE worker = ? ORDER BY key";
const dropSql = "DELETE FROM notices WHERE worker = ? AND key <= ?";

export function notices(session: Session, worker: WorkerKey): Promise<readonly Notice[]> {
  return session.read("notices", (db) =>
    db
      .stmt(someSql)
      .all(worker)
      .map(([position, run, kind]) => ({
        position: Number(position),
        run: run as RunKey,
        kind: kind as Notice["kind"],
      })),
  );
}

export function dropNotices(session: Session, worker: WorkerKey, upTo: number): Promise<void> {
  return session.write("notices", (db) => {
    db.stmt(dropSql).run(worker, upTo);
  });
}
