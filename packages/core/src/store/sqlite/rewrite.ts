/**
 * Goes over every text that users have put into a namespace, run by run, and writes what it is changed to. One short
 * transaction at a time: what is over its room is left to the next one, and nothing tells afterwards how far it came,
 * for whoever begins again finds what is left to change.
 */
import { damagedText } from "../../model/value/damaged-text.ts";
import type { Rewrite, Rewritten, RunKey, TextKind } from "../port.ts";
import { keepValue, nameOfBlob, wholeValue } from "./blobs.ts";
import { documentChecksum } from "./documents.ts";
import type { Connection, SqlRow, SqlValue } from "./driver.ts";
import { readRaw, rewriteEntry } from "./journal.ts";
import { cachePart, type Part, partsOfRun, type Row } from "./rewrite-parts.ts";
import type { Session } from "./session.ts";
import { forgetUnnamed } from "./unnamed-blobs.ts";

/** Rows that one transaction looks at, and bytes that it writes, at most. */
const rowsMost = 500;
const bytesMost = 1_048_576;

const documentsSql = `SELECT rowid, kind, name, body, updated_at, checksum FROM documents
  WHERE namespace = ? AND rowid > ? ORDER BY rowid LIMIT ? + 0`;
const documentSql = "UPDATE documents SET body = ?, checksum = ? WHERE rowid = ?";
const nextRunSql = "SELECT key FROM runs WHERE key > ? AND namespace = ? ORDER BY key LIMIT 1";

/** The run, the part of it that is next, and the row after which it goes on. After all runs: what belongs to none. */
type Position = readonly [run: number | "shared", part: number, row: Row];

/** Sees to rows until the room of the transaction is used up. */
class Pass {
  changed = 0;
  #rows = 0;
  #bytes = 0;
  readonly #change: Rewrite["change"];

  constructor(change: Rewrite["change"]) {
    this.#change = change;
  }

  get rowsLeft(): number {
    return this.#bytes >= bytesMost ? 0 : Math.max(0, rowsMost - this.#rows);
  }

  looked(): void {
    this.#rows++;
  }

  to(text: string, kind: TextKind): string | undefined {
    const other = this.#change(text, kind);
    if (other === undefined) return undefined;
    this.changed++;
    this.#bytes += other.length;
    return other;
  }
}

export function rewriteTexts(session: Session, { change, cursor }: Rewrite): Promise<Rewritten> {
  return session.write("rewrite", (db) => {
    const pass = new Pass(change);
    let at: Position | undefined = cursor === undefined ? firstOf(session, db, 0) : (JSON.parse(cursor) as Position);
    while (at !== undefined && pass.rowsLeft > 0) at = step(session, db, { pass, at });
    return { changed: pass.changed, next: at && JSON.stringify(at) };
  });
}

/** Where the next run begins. */
function firstOf(session: Session, db: Connection, after: number): Position {
  const run = db.stmt(nextRunSql).get(after, session.namespaceKey)?.[0];
  return typeof run === "number" ? [run, 0, 0] : ["shared", 0, 0];
}

/** @returns where it goes on; undefined when all is done */
function step(session: Session, db: Connection, { pass, at }: { pass: Pass; at: Position }): Position | undefined {
  const [run, part, row] = at;
  const limit = pass.rowsLeft;
  if (run === "shared") {
    const owner = session.namespaceKey;
    const last =
      part === 0
        ? rewritePart(db, { pass, part: cachePart, owner, row, limit })
        : rewriteDocuments(db, { pass, owner, row, limit });
    if (last !== undefined) return [run, part, last];
    return part === 0 ? [run, 1, 0] : undefined;
  }
  const found = partsOfRun[part];
  const work = { pass, owner: run, row, limit };
  const last = found === undefined ? rewriteJournal(db, work) : rewritePart(db, { ...work, part: found });
  if (last !== undefined) return [run, part, last];
  return found === undefined ? firstOf(session, db, run) : [run, part + 1, partsOfRun[part + 1]?.first ?? 0];
}

interface Work {
  readonly pass: Pass;
  /** Key of a run or of a namespace. */
  readonly owner: number;
  /** After this row. */
  readonly row: Row;
  readonly limit: number;
}

/** @returns the last row, if there may be more after it; so do the others */
function rewritePart(db: Connection, work: Work & { readonly part: Part }): Row | undefined {
  const { pass, part, owner, row, limit } = work;
  const { table, order, of, columns } = part;
  const names = Object.keys(columns);
  const rows = db
    .stmt(
      `SELECT rowid, ${order}, ${names.join(", ")} FROM ${table} WHERE ${of} AND ${order} > ? ORDER BY ${order} LIMIT ? + 0`,
    )
    .all(owner, row, limit);
  for (const [rowid, , ...texts] of rows) {
    pass.looked();
    for (const [index, name] of names.entries()) {
      const text = texts[index];
      if (typeof text !== "string") continue;
      const isKept = part.kept?.includes(name) ?? false;
      const whole = isKept ? wholeValue(db, text) : text;
      // What is damaged stays so: with a fresh checksum it would look sound.
      const other = whole === damagedText ? undefined : pass.to(whole, columns[name] as TextKind);
      if (other === undefined) continue;
      const stored = isKept ? keepValue(db, owner as RunKey, other) : other;
      db.stmt(`UPDATE ${table} SET ${name} = ? WHERE rowid = ?`).run(stored, rowid as SqlValue);
      if (isKept) forgetOld(db, owner, text);
    }
  }
  return lastOf(rows, limit, 1);
}

function rewriteJournal(db: Connection, { pass, owner, row, limit }: Work): Row | undefined {
  const run = owner as RunKey;
  const rows = readRaw(db, run, { after: Number(row), limit });
  for (const { entry, text } of rows) {
    pass.looked();
    if (entry?.value === undefined) continue;
    const value = pass.to(entry.value, entry.kind === "kept" ? "kept" : "value");
    if (value === undefined) continue;
    rewriteEntry(db, run, { ...entry, value });
    forgetOld(db, run, text);
  }
  return rows.length < limit ? undefined : rows.at(-1)?.seq;
}

type DocumentColumns = [rowid: number, kind: string, name: string, body: string, updatedAt: number, checksum: number];

function rewriteDocuments(db: Connection, { pass, owner, row, limit }: Work): Row | undefined {
  const rows = db.stmt(documentsSql).all(owner, row, limit);
  for (const [rowid, kind, name, text, updatedAt, checksum] of rows as unknown as DocumentColumns[]) {
    pass.looked();
    const document = { kind, name, updatedAt };
    const body = checksum === documentChecksum({ ...document, body: text }) ? pass.to(text, "value") : undefined;
    if (body === undefined) continue;
    db.stmt(documentSql).run(body, documentChecksum({ ...document, body }), rowid);
  }
  return lastOf(rows, limit, 0);
}

function lastOf(rows: readonly SqlRow[], limit: number, column: number): Row | undefined {
  return rows.length < limit ? undefined : (rows.at(-1)?.[column] as Row | undefined);
}

/** A large value that stands apart: what nobody names any more goes. */
function forgetOld(db: Connection, run: number, text: string): void {
  const name = nameOfBlob(text);
  if (name !== undefined) forgetUnnamed(db, run as RunKey, name);
}
