/** Looking at one run. */
import type { Entry } from "../../model/entry.ts";
import type { RunKey, RunRow } from "../port.ts";
import { isWhole, wholeRun, wholeValue } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { readJournal } from "./journal.ts";
import { runColumns, textOf, toRun } from "./rows.ts";
import type { Session } from "./session.ts";
import { newestRow } from "./start.ts";

const byKeySql = `SELECT ${runColumns} FROM runs WHERE key = ? AND namespace = ?`;
const olderSql = `SELECT ${runColumns} FROM runs WHERE namespace = ? AND id = ? AND generation = ? AND superseded = 1`;
const dataSql = "SELECT value FROM run_data WHERE run = ? AND key = ?";

export function find(session: Session, id: string, generation?: number): Promise<RunRow | undefined> {
  return readRun(session, "find", (db) => {
    const newest = newestRow(session, db, id);
    if (generation === undefined || newest?.generation === generation) return newest;
    const row = db.stmt(olderSql).get(session.namespaceKey, id, generation);
    return row && toRun(row, session.namespace);
  });
}

export function get(session: Session, run: RunKey): Promise<RunRow | undefined> {
  return readRun(session, "get", (db) => {
    const row = db.stmt(byKeySql).get(run, session.namespaceKey);
    return row && toRun(row, session.namespace);
  });
}

/** A row is of one moment by itself. Values that stand apart are of the same one: others may encrypt them anew meanwhile. */
async function readRun(
  session: Session,
  operation: string,
  rowOf: (db: Connection) => RunRow | undefined,
): Promise<RunRow | undefined> {
  const row = await session.read(operation, rowOf);
  if (row === undefined || isWhole(row)) return row;
  return session.snapshot(operation, (db) => {
    const now = rowOf(db);
    return now && wholeRun(db, now);
  });
}

export function journal(session: Session, run: RunKey, after: number, limit: number): Promise<readonly Entry[]> {
  return session.read("journal", (db) => readJournal(db, run, { path: session.place.path, after, limit }));
}

export function data(session: Session, run: RunKey, key: string): Promise<string | undefined> {
  return session.read("data", (db) => {
    const text = textOf(db.stmt(dataSql).get(run, key)?.[0]);
    return text && wholeValue(db, text);
  });
}
