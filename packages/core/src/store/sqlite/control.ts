/** Requests from outside: cancel, kill, pause, resume. */
import { failure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import type { ControlAction, Controlled, RunKey, RunRow } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { nobody } from "./inbox.ts";
import { runColumns, toRun } from "./rows.ts";
import { afterEnds } from "./run-ends.ts";
import { act, type EndedRun } from "./run-requests.ts";
import type { Session } from "./session.ts";

const rowSql = `SELECT ${runColumns} FROM runs WHERE key = ? AND namespace = ?`;

/** The row after the request, which may have changed nothing. @throws unknown-run */
export function control(session: Session, run: RunKey, action: ControlAction, askedAt: number): Promise<Controlled> {
  return session.write(action.kind, (db) => {
    // It may have waited for the lock: what others wrote meanwhile came before it.
    const at = Math.max(askedAt, session.host.now());
    const row = readRun(session, db, run);
    if (isFinished(row.status)) return row;
    const ends: EndedRun[] = [];
    act({ db, session, row, at, ends }, action);
    afterEnds(session, db, { ends, at, sender: nobody() });
    session.held.delete(run);
    session.tellOthers();
    const after = readRun(session, db, run);
    return ends.length > 1 ? { ...after, ended: [...session.ended] } : after;
  });
}

export function readRun(session: Session, db: Connection, run: RunKey): RunRow {
  const row = db.stmt(rowSql).get(run, session.namespaceKey);
  if (row === undefined) throw failure("unknown-run", { id: String(run), namespace: session.namespace });
  return wholeRun(db, toRun(row, session.namespace));
}
