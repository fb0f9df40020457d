/** Everything that there is of a run, as of one moment. Large values are in their places. */
import type { Need } from "../../model/sharing.ts";
import type { Datum, KeptMessage, Opening, RunKey, WholeRun } from "../port.ts";
import { wholeRun, wholeValue } from "./blobs.ts";
import type { Connection, SqlRow } from "./driver.ts";
import { readJournal } from "./journal.ts";
import { logPage } from "./logs.ts";
import { numberOf, runColumns, textOf, toRun } from "./rows.ts";
import type { Session } from "./session.ts";

const newestSql = `SELECT ${runColumns}, needs FROM runs WHERE namespace = ? AND id = ? AND superseded = 0`;
const olderSql = `SELECT ${runColumns}, needs FROM runs INDEXED BY runs_superseded
  WHERE namespace = ? AND id = ? AND superseded = 1 ORDER BY generation`;
const dataSql = "SELECT key, value, inherited FROM run_data WHERE run = ? ORDER BY key";
/** Each by an index of its own. */
const inboxSql = `SELECT position, name, dedup, payload, at FROM inbox WHERE run = ?1 AND taken = 0
  UNION ALL SELECT position, name, dedup, payload, at FROM inbox WHERE run = ?1 AND dedup IS NOT NULL AND taken = 1
  ORDER BY position`;
const openingsSql =
  "SELECT op, kind, asked_at, due_at, assignees, shown, problem FROM asks WHERE run = ? ORDER BY position";

/** @returns oldest first; none when the id is unknown @throws store-damaged */
export function exportRun(session: Session, id: string, which: "newest" | "all"): Promise<readonly WholeRun[]> {
  return session.snapshot("export", (db) => {
    const newest = db.stmt(newestSql).get(session.namespaceKey, id);
    if (newest === undefined) return [];
    const older = which === "all" ? db.stmt(olderSql).all(session.namespaceKey, id) : [];
    return [...older, newest].map((row) => wholeOf(session, db, row));
  });
}

function wholeOf(session: Session, db: Connection, values: SqlRow): WholeRun {
  const row = wholeRun(db, toRun(values, session.namespace));
  const {
    key: run,
    namespace,
    owner,
    wakeAt,
    pauseRequestedAt,
    deaths,
    loneDeaths,
    inLine,
    shares,
    importedAt,
    ...facts
  } = row;
  const needs = textOf(values.at(-1));
  const all = { after: 0, limit: Number.MAX_SAFE_INTEGER };
  return {
    facts,
    needs: needs === undefined ? [] : (JSON.parse(needs) as Need[]),
    entries: readJournal(db, run, { path: session.place.path, ...all }),
    logs: logPage(db, run, all).map(({ position, ...line }) => line),
    data: db
      .stmt(dataSql)
      .all(run)
      .map((datum) => toDatum(db, datum)),
    inbox: inboxOf(db, run),
    openings: db.stmt(openingsSql).all(run).map(toOpening),
  };
}

function toDatum(db: Connection, [key, value, inherited]: SqlRow): Datum {
  const before = textOf(inherited);
  return { key: String(key), value: wholeValue(db, String(value)), inherited: before && wholeValue(db, before) };
}

function inboxOf(db: Connection, run: RunKey): KeptMessage[] {
  return db
    .stmt(inboxSql)
    .all(run)
    .map(([, name, dedup, payload, at]) => {
      const text = textOf(payload);
      return { name: String(name), dedup: textOf(dedup), payload: text && wholeValue(db, text), at: Number(at) };
    });
}

function toOpening([op, kind, askedAt, dueAt, assignees, shown, problem]: SqlRow): Opening {
  const names = textOf(assignees);
  return {
    op: String(op),
    kind: kind === "ask" ? "ask" : "callback",
    askedAt: Number(askedAt),
    dueAt: numberOf(dueAt),
    assignees: names === undefined ? [] : (JSON.parse(names) as string[]),
    shown: String(shown),
    problem: textOf(problem),
  };
}
