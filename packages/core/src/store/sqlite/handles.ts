/**
 * Runs that the code of another one has a handle of, and whose parent that is not: it found them there, or is a fork of
 * who has started them. They are kept as long as it may ask how they ended.
 */
import type { RunKey } from "../port.ts";
import type { Connection } from "./driver.ts";

const noteSql = "INSERT INTO handles (run, id) VALUES (?, ?) ON CONFLICT DO NOTHING";
const leaveSql = "UPDATE handles SET run = ? WHERE run = ?";

/** A condition on the row of a run. */
export const isAskedFor = `EXISTS (SELECT 1 FROM handles JOIN runs AS asker ON asker.key = handles.run
  WHERE handles.id = runs.id AND asker.namespace = runs.namespace AND asker.ended_at IS NULL)`;

export function noteHandle(db: Connection, run: RunKey, id: string): void {
  db.stmt(noteSql).run(run, id);
}

/** The next generation has them, and the one before, which has ended, asks no more. */
export function leaveHandles(db: Connection, { from, to }: { readonly from: RunKey; readonly to: RunKey }): void {
  db.stmt(leaveSql).run(to, from);
}
