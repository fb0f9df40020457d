/** Everything that a run's code is answered from, read in one transaction. */
import type { RecordedRun, RunKey } from "../port.ts";
import { readJournal } from "./journal.ts";
import { readInherited } from "./load-claimed.ts";
import { readRow } from "./run-ends.ts";
import type { Session } from "./session.ts";

export function recorded(session: Session, run: RunKey): Promise<RecordedRun | undefined> {
  return session.snapshot("recorded", (db) => {
    const row = readRow(session, db, run);
    if (row === undefined || row.namespace !== session.namespace) return undefined;
    const entries = readJournal(db, run, { path: session.place.path, after: 0, limit: Number.MAX_SAFE_INTEGER });
    return { row, entries, inherited: readInherited(db, [row]).get(run) ?? [] };
  });
}
