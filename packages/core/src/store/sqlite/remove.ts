/**
 * Removes finished generations, in transactions that never hold the write lock for long.
 *
 * 1. A run's row goes first, with what lists find it by; its key is noted in `clearing`, and the rest is deleted later,
 *    a bounded number of rows at a time. So a run is there whole or not at all, also when the process dies between.
 * 2. No key is given twice while anything of its first run is left: the row with the highest key stays (schema.ts).
 * 3. A newest generation goes only with all that were before it: else its id would begin anew at their numbers.
 */
import { isFinished, type RunState, runStates } from "../../model/run-state.ts";
import type { Removed, RunKey } from "../port.ts";
import { forgetBlobs } from "./blobs.ts";
import { clearCache } from "./cache.ts";
import type { Connection, SqlRow } from "./driver.ts";
import { isAskedFor } from "./handles.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";
import { stateIn } from "./transition-sql.ts";

/** Of one transaction: about 10 ms of the write lock. */
const most = { runs: 100, rows: 2_000, bytes: 4_000_000 } as const;

/** Whoever may still need a finished run says so here: a condition on its row that keeps it. */
const stillNeeded = [
  "key = (SELECT max(key) FROM runs)",
  "EXISTS (SELECT 1 FROM awaits WHERE child = runs.key)",
  isAskedFor,
  // Its parent may still ask how it ended. One that was made later has not started it, unless its journal is that of
  // an earlier generation; by the key too, for clocks go back.
  `(parent IS NOT NULL AND EXISTS (SELECT 1 FROM runs AS above WHERE above.namespace = runs.namespace
    AND above.id = runs.parent AND above.superseded = 0 AND above.ended_at IS NULL
    AND (above.key < runs.key OR above.created_at <= runs.created_at OR above.clock_at IS NOT NULL)))`,
].join(" OR ");
const mayGo = `${stateIn(runStates.filter(isFinished))} AND NOT (${stillNeeded})`;
const columns = `key, id, superseded, workflow, queue, state, ${sizeOf("input", "output", "error")}`;
const oneSql = `SELECT ${columns} FROM runs WHERE key = ? AND namespace = ? AND ${mayGo}`;
const beforeSql = `SELECT ${columns} FROM runs
  WHERE namespace = ? AND id = ? AND superseded = 1 AND ${mayGo} ORDER BY generation LIMIT ? + 0`;
const anyBeforeSql = "SELECT 1 FROM runs WHERE namespace = ? AND id = ? AND superseded = 1 LIMIT 1";
const noteSql = "INSERT INTO clearing (run) VALUES (?)";
const removeSql = "DELETE FROM runs WHERE key = ?";
const dropTagsSql = "DELETE FROM run_tags WHERE run = ?";
const dropAttributesSql = "DELETE FROM run_attributes WHERE run = ?";

const noted = "SELECT value FROM json_each(?)";
const notedSql = "SELECT run FROM clearing LIMIT ? + 0";
const forgetSql = `DELETE FROM clearing WHERE run IN (${noted})`;

/** What is deleted later, by run. */
const belongings = [
  { table: "journal", where: "", counts: "entries", size: sizeOf("value") },
  { table: "logs", where: "", counts: "logLines", size: sizeOf("text") },
  { table: "run_data", where: "", counts: undefined, size: sizeOf("value") },
  { table: "run_inputs", where: "", counts: undefined, size: sizeOf("value") },
  // Each by an index of its own; one that was taken is only kept for its key.
  { table: "inbox", where: "taken = 0 AND", counts: undefined, size: sizeOf("payload") },
  { table: "inbox", where: "dedup IS NOT NULL AND", counts: undefined, size: sizeOf("payload") },
  { table: "handles", where: "", counts: undefined, size: "0" },
  { table: "activity", where: "", counts: undefined, size: "0" },
  // Callbacks of runs that did not end well; questions are closed when a run ends.
  { table: "asks", where: "", counts: undefined, size: "0" },
] as const;

/** Bytes without reading the values: SQLite knows them from the head of the row. */
function sizeOf(...columns: readonly string[]): string {
  return columns.map((column) => `coalesce(octet_length(${column}), 0)`).join(" + ");
}

interface Sum {
  readonly runs: Map<RunState, number>;
  entries: number;
  logLines: number;
  bytes: number;
}

export function remove(session: Session, runs: readonly RunKey[]): Promise<Removed> {
  return session.write("remove", (db) => {
    const sum: Sum = { runs: new Map(), entries: 0, logLines: 0, bytes: 0 };
    const rest = takeAway(session, db, { runs, sum });
    const more = clear(db, sum);
    const cache = clearCache(session, db, more ? { rows: 0, bytes: 0 } : most);
    const { entries, logLines } = sum;
    const bytes = sum.bytes + cache.bytes;
    return { runs: [...sum.runs], rest, entries, logLines, bytes, more: more || cache.more };
  });
}

/** @returns the runs that did not fit */
function takeAway(session: Session, db: Connection, parts: { runs: readonly RunKey[]; sum: Sum }): readonly RunKey[] {
  const { runs, sum } = parts;
  let room: number = most.runs;
  for (const [index, run] of runs.entries()) {
    if (room <= 0 || sum.bytes >= most.bytes) return runs.slice(index);
    const row = db.stmt(oneSql).get(run, session.namespaceKey);
    if (row === undefined) continue;
    const [, id, superseded] = row;
    if (superseded === 0) {
      const before = db.stmt(beforeSql).all(session.namespaceKey, id ?? "", room);
      for (const one of before) takeOne(session, db, { row: one, sum });
      room -= before.length;
      if (room <= 0) return runs.slice(index);
      // One before it has to stay: so it has to.
      if (db.stmt(anyBeforeSql).get(session.namespaceKey, id ?? "") !== undefined) continue;
    }
    takeOne(session, db, { row, sum });
    room--;
  }
  return [];
}

function takeOne(session: Session, db: Connection, { row, sum }: { row: SqlRow; sum: Sum }): void {
  const [key, , superseded, workflow, queue, status, bytes] = row;
  const run = key as RunKey;
  const state = status as RunState;
  db.stmt(removeSql).run(run);
  db.stmt(dropTagsSql).run(run);
  db.stmt(dropAttributesSql).run(run);
  db.stmt(noteSql).run(run);
  const lane = session.counts.of({ workflow: String(workflow), queue: String(queue) });
  lane.removed(state, { newest: superseded === 0 });
  sum.runs.set(state, (sum.runs.get(state) ?? 0) + 1);
  sum.bytes += Number(bytes);
}

/** @returns whether something is left */
function clear(db: Connection, sum: Sum): boolean {
  const runs = db
    .stmt(notedSql)
    .all(most.runs)
    .map(([run]) => Number(run));
  if (runs.length === 0) return false;
  const keys = keyList(runs);
  const room = { rows: most.rows as number, bytes: most.bytes as number };
  for (const { table, where, counts, size } of belongings) {
    const found = db
      .stmt(`SELECT rowid, ${size} FROM ${table} WHERE ${where} run IN (${noted}) LIMIT ? + 0`)
      .all(keys, room.rows + 1);
    const fitting = upTo(room, found);
    if (fitting.length > 0)
      db.stmt(`DELETE FROM ${table} WHERE rowid IN (${noted})`).run(keyList(fitting.map(([rowid]) => Number(rowid))));
    if (counts !== undefined) sum[counts] += fitting.length;
    sum.bytes += fitting.reduce((bytes, [, size]) => bytes + Number(size), 0);
    if (fitting.length < found.length) return true;
  }
  const blobs = forgetBlobs(db, keys, room);
  sum.bytes += blobs.bytes;
  if (blobs.more) return true;
  db.stmt(forgetSql).run(keys);
  return runs.length === most.runs;
}

/** The first of the rows, as many as there is room for; at least one of a transaction. */
function upTo(room: { rows: number; bytes: number }, rows: readonly SqlRow[]): readonly SqlRow[] {
  let fitting = 0;
  for (const [, size] of rows) {
    if (room.rows === 0 || room.bytes <= 0) break;
    room.rows--;
    room.bytes -= Number(size);
    fitting++;
  }
  return rows.slice(0, fitting);
}
