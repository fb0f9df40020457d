/** Journal rows: written with a checksum, verified whenever they are read. */
import { crc32 } from "node:zlib";
import type { Entry } from "../../model/entry.ts";
import { failure, isFailure, type StepwellError } from "../../model/errors.ts";
import type { RunKey } from "../port.ts";
import { keepInEntry, wholeOfEntry } from "./blobs.ts";
import type { Connection, SqlRow, Statement } from "./driver.ts";

const insertSql =
  "INSERT INTO journal (run, seq, kind, op, at, attempt, value, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const columns = "run, seq, kind, op, at, attempt, value, checksum";
const pageSql = `SELECT ${columns} FROM journal WHERE run = ? AND seq > ? ORDER BY seq LIMIT ? + 0`;
const manySql = `SELECT ${columns} FROM journal WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, seq`;
const writtenSql = "SELECT 1 FROM journal WHERE run = ? AND seq = ?";
const rewriteSql = "UPDATE journal SET value = ?, checksum = ? WHERE run = ? AND seq = ?";
const lastSql = "SELECT max(seq) FROM journal WHERE run = ?";
const anySql = "SELECT 1 FROM journal WHERE run = ? AND kind <> 'retry' LIMIT 1";

/** For many entries of one transaction. */
export interface EntryInsert {
  readonly db: Connection;
  readonly statement: Statement;
}

export function entryInsert(db: Connection): EntryInsert {
  return { db, statement: db.stmt(insertSql) };
}

export function writeEntry({ db, statement }: EntryInsert, run: RunKey, entry: Entry): void {
  const { seq, kind, op, at, attempt } = entry;
  const value = entry.value === undefined ? null : keepInEntry(db, run, entry.value);
  statement.run(run, seq, kind, op, at, attempt, value, checksum(run, entry));
}

/** An entry keeps its place and has another value, that says the same. */
export function rewriteEntry(db: Connection, run: RunKey, entry: Entry): void {
  const value = entry.value === undefined ? null : keepInEntry(db, run, entry.value);
  db.stmt(rewriteSql).run(value, checksum(run, entry), run, entry.seq);
}

/** The journal with which a run begins. */
export function writeEntries(db: Connection, run: RunKey, entries: readonly Entry[]): void {
  const insert = entryInsert(db);
  entries.forEach((entry, index) => {
    if (entry.seq !== index + 1) throw failure("broken-invariant", { what: `a run began at entry ${entry.seq}` });
    writeEntry(insert, run, entry);
  });
}

export function lastPosition(db: Connection, run: RunKey): number {
  return Number(db.stmt(lastSql).get(run)?.[0] ?? 0);
}

/** Something of what the run has done is in its journal, and not only that it was retried. */
export function hasDone(db: Connection, run: RunKey): boolean {
  return db.stmt(anySql).get(run) !== undefined;
}

/** The journal has come to this position. */
export function isWritten(db: Connection, run: RunKey, seq: number): boolean {
  return db.stmt(writtenSql).get(run, seq) !== undefined;
}

/** A page of a run's journal. */
export function readJournal(
  db: Connection,
  run: RunKey,
  page: { readonly path: string; readonly after: number; readonly limit: number },
): Entry[] {
  return db
    .stmt(pageSql)
    .all(run, page.after, page.limit)
    .map((row) => toEntry(db, row, page.path));
}

export interface Journals {
  readonly entries: ReadonlyMap<number, readonly Entry[]>;
  /** Runs with an entry that does not fit its checksum, and what to say of it. */
  readonly damaged: ReadonlyMap<number, StepwellError>;
}

/** A row of a journal as it stands: `entry` is undefined where it is damaged. */
export interface RawEntry {
  readonly seq: number;
  readonly entry: Entry | undefined;
  /** What stands in the place of the value. */
  readonly text: string;
}

export function readRaw(
  db: Connection,
  run: RunKey,
  page: { readonly after: number; readonly limit: number },
): RawEntry[] {
  return db
    .stmt(pageSql)
    .all(run, page.after, page.limit)
    .map((row) => {
      const entry = entryOf(db, row);
      const sound = row[7] === checksum(run, entry);
      return { seq: entry.seq, entry: sound ? entry : undefined, text: String(row[6]) };
    });
}

/** The whole journals of many runs, by one query. A damaged one does not keep the others from being read. */
export function readJournals(db: Connection, runs: string, path: string): Journals {
  const byRun = new Map<number, Entry[]>();
  const damaged = new Map<number, StepwellError>();
  for (const row of db.stmt(manySql).all(runs)) {
    const run = row[0] as number;
    try {
      const entry = toEntry(db, row, path);
      const entries = byRun.get(run);
      if (entries === undefined) byRun.set(run, [entry]);
      else entries.push(entry);
    } catch (error) {
      if (!isFailure(error, "store-damaged")) throw error;
      if (!damaged.has(run)) damaged.set(run, error);
    }
  }
  return { entries: byRun, damaged };
}

/** As it stands, whether it fits its checksum or not. */
function entryOf(db: Connection, row: SqlRow): Entry {
  const value = row[6] as string | null;
  return {
    seq: row[1] as number,
    kind: row[2] as Entry["kind"],
    op: row[3] as string,
    at: row[4] as number,
    attempt: row[5] as number,
    value: value === null ? undefined : wholeOfEntry(db, value),
  };
}

function toEntry(db: Connection, row: SqlRow, path: string): Entry {
  const run = row[0] as RunKey;
  const entry = entryOf(db, row);
  if (row[7] !== checksum(run, entry)) {
    throw failure("store-damaged", { path, problem: `entry ${entry.seq} of run ${run} does not fit its checksum` });
  }
  return entry;
}

/** zlib's crc32 is as fast as a loop in JavaScript for small values and four times as fast at 1 KB (measured). */
function checksum(run: RunKey, entry: Entry): number {
  const value = entry.value === undefined ? "" : `=${entry.value}`;
  return crc32(`${run} ${entry.seq} ${entry.at} ${entry.attempt} ${entry.kind} ${entry.op}${value}`);
}
