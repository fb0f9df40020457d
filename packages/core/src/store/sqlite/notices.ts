/** What others asked of runs that a worker executes. */
import type { Notice, RunKey, WorkerKey } from "../port.ts";
import type { Session } from "./session.ts";

const someSql = "SELECT key, run, kind FROM notices WHERE worker = ? ORDER BY key";
const takenSql = "DELETE FROM notices WHERE worker = ? AND key <= ?";

/** Mostly there are none, and then nothing is written. */
export async function takeNotices(session: Session, worker: WorkerKey): Promise<readonly Notice[]> {
  const any = await session.read("notices", (db) => db.stmt(someSql).get(worker) !== undefined);
  if (!any) return [];
  return session.write("notices", (db) => {
    const rows = db.stmt(someSql).all(worker);
    db.stmt(takenSql).run(worker, Number(rows.at(-1)?.[0] ?? 0));
    return rows.map(([, run, kind]) => ({ run: run as RunKey, kind: kind as Notice["kind"] }));
  });
}
