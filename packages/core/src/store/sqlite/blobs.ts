/**
 * Values over 1 MiB stand in a table of their own, once for all generations and forks that hold them; in their place
 * stands a name. Written in the transaction of what names them, and put back in their place where that is read.
 *
 * 1. Whatever row of a run names a blob, `blob_uses` says so: a blob goes with the last run that uses it.
 * 2. A name is the hash of the text as it is kept, encrypted or not: the same text is the same blob.
 * 3. Where a blob is gone the name stays in its place: checksum or decoding then say that the value is damaged.
 */
import { hash } from "node:crypto";
import type { RunKey, RunRow } from "../port.ts";
import type { Connection } from "./driver.ts";
import { summed, verified } from "./summed-text.ts";

/** No encoded value begins like this (model/value/sealed-text.ts). */
const mark = "$b:";

const insertSql = "INSERT INTO blobs (hash, value) VALUES (?, ?) ON CONFLICT DO NOTHING";
const useSql = "INSERT INTO blob_uses (run, hash) VALUES (?, ?) ON CONFLICT DO NOTHING";
const readSql = "SELECT value FROM blobs WHERE hash = ?";
const noteSql = `INSERT INTO blob_uses (run, hash) SELECT ?1, substr(name, 4) FROM (
    SELECT value AS name FROM run_inputs WHERE run = ?1
    UNION ALL SELECT value FROM run_data WHERE run = ?1
    UNION ALL SELECT inherited FROM run_data WHERE run = ?1
    UNION ALL SELECT payload FROM inbox WHERE run = ?1 AND taken = 0
  ) WHERE name >= '$b:' AND name < '$b;' ON CONFLICT DO NOTHING`;
const usedSql = "SELECT run, hash FROM blob_uses WHERE run IN (SELECT value FROM json_each(?)) LIMIT ? + 0";
const forgetSql = "DELETE FROM blob_uses WHERE run = ? AND hash = ?";
const dropSql = `DELETE FROM blobs WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM blob_uses WHERE hash = blobs.hash)
  RETURNING octet_length(value)`;

/** What is to be written in the place of a value of this run. */
export function keepValue(db: Connection, run: RunKey, text: string): string {
  return text.length <= db.inlineValueBytes ? summed(text) : keepApart(db, run, text);
}

/** The same in an entry of a journal, which has a checksum over all of it. */
export function keepInEntry(db: Connection, run: RunKey, text: string): string {
  return text.length <= db.inlineValueBytes ? text : keepApart(db, run, text);
}

function keepApart(db: Connection, run: RunKey, text: string): string {
  const name = hash("sha256", text);
  db.stmt(insertSql).run(name, text);
  db.stmt(useSql).run(run, name);
  return mark + name;
}

/** The value that stands in a place, or is named there. */
export function wholeValue(db: Connection, stored: string): string {
  return stored.startsWith(mark) ? named(db, stored) : verified(stored);
}

/** The same of an entry. */
export function wholeOfEntry(db: Connection, stored: string): string {
  return stored.startsWith(mark) ? named(db, stored) : stored;
}

/** A text that does not fit its name is none: the name stays. */
function named(db: Connection, name: string): string {
  const text = db.stmt(readSql).get(name.slice(mark.length))?.[0] as string | undefined;
  return text !== undefined && hash("sha256", text) === name.slice(mark.length) ? text : name;
}

/** A value of a row, or the name that stands in its place: lists look at neither. */
export function valueInRow(stored: string): string {
  return stored.startsWith(mark) ? stored : verified(stored);
}

/** The hash of what stands apart; undefined for a text that stands in its own place. */
export function nameOfBlob(text: string): string | undefined {
  return text.startsWith(mark) ? text.slice(mark.length) : undefined;
}

/** What stands in the place of a value of this hash. */
export function blobText(name: string): string {
  return mark + name;
}

/** The run does not name it any more; what no run uses goes. @returns the bytes that went */
export function forgetUse(db: Connection, run: RunKey, name: string): number {
  db.stmt(forgetSql).run(run, name);
  return Number(db.stmt(dropSql).get(name)?.[0] ?? 0);
}

/** The row with its values in place. Lists leave that out: nobody looks at the values of many runs at a time. */
export function wholeRun(db: Connection, row: RunRow): RunRow {
  if (isWhole(row)) return row;
  const { input, output, error } = row;
  const whole = (text: string): string => (text.startsWith(mark) ? named(db, text) : text);
  return { ...row, input: whole(input), output: output && whole(output), error: error && whole(error) };
}

/** No value of the row stands apart. */
export function isWhole({ input, output, error }: RunRow): boolean {
  return !input.startsWith(mark) && output?.startsWith(mark) !== true && error?.startsWith(mark) !== true;
}

/** After input, data and messages of another run were copied or moved to this one: it uses what they name. */
export function noteUses(db: Connection, run: RunKey): void {
  db.stmt(noteSql).run(run);
}

/**
 * For whoever deletes runs: what no other run uses goes with them, up to the room of one transaction.
 * @param runs list of keys (rows.ts)
 * @returns the bytes that went, and whether anything is left
 */
export function forgetBlobs(
  db: Connection,
  runs: string,
  room: { readonly rows: number; readonly bytes: number },
): { readonly bytes: number; readonly more: boolean } {
  let bytes = 0;
  for (const [index, [run, name]] of db
    .stmt(usedSql)
    .all(runs, room.rows + 1)
    .entries()) {
    if (index >= room.rows || bytes >= room.bytes) return { bytes, more: true };
    bytes += forgetUse(db, run as RunKey, name as string);
  }
  return { bytes, more: false };
}
