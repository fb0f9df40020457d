/** Documents: written with a checksum, verified whenever they are read. */
import { crc32 } from "node:zlib";
import { failure } from "../../model/errors.ts";
import type { DocumentChange, DocumentKey, DocumentPage, DocumentRow } from "../documents.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const putSql = `INSERT INTO documents (namespace, kind, name, body, updated_at, checksum) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (namespace, kind, name) DO UPDATE SET
    body = excluded.body, updated_at = excluded.updated_at, checksum = excluded.checksum`;
const getSql = "SELECT body, updated_at, checksum FROM documents WHERE namespace = ? AND kind = ? AND name = ?";
const listSql = `SELECT name, updated_at FROM documents
  WHERE namespace = ? AND kind = ? AND name > ? ORDER BY name LIMIT ? + 0`;
const removeSql = "DELETE FROM documents WHERE namespace = ? AND kind = ? AND name = ?";

export function putDocument(session: Session, document: DocumentRow): Promise<void> {
  return session.write("documents", (db) => put(db, session, document));
}

function put(db: Connection, { namespaceKey }: Session, document: DocumentRow): void {
  const { kind, name, body, updatedAt } = document;
  db.stmt(putSql).run(namespaceKey, kind, name, body, updatedAt, documentChecksum(document));
}

export function getDocument(session: Session, { kind, name }: DocumentKey): Promise<DocumentRow | undefined> {
  return session.read("documents", (db) => {
    const row = db.stmt(getSql).get(session.namespaceKey, kind, name);
    if (row === undefined) return undefined;
    const document = { kind, name, body: String(row[0]), updatedAt: Number(row[1]) };
    if (row[2] === documentChecksum(document)) return document;
    const problem = `${kind} "${name}" does not fit its checksum`;
    throw failure("store-damaged", { path: session.place.path, problem });
  });
}

export function listDocuments(session: Session, kind: string, { limit, cursor }: DocumentPage) {
  return session.read("documents", (db) => {
    const rows = db.stmt(listSql).all(session.namespaceKey, kind, cursor ?? "", limit);
    return rows.map(([name, updatedAt]) => ({ kind, name: String(name), updatedAt: Number(updatedAt) }));
  });
}

export function removeDocument(session: Session, { kind, name }: DocumentKey): Promise<boolean> {
  return session.write("documents", (db) => {
    const there = db.stmt(getSql).get(session.namespaceKey, kind, name) !== undefined;
    if (there) db.stmt(removeSql).run(session.namespaceKey, kind, name);
    return there;
  });
}

export function changeDocuments(session: Session, change: DocumentChange): Promise<boolean> {
  const { namespaceKey } = session;
  return session.write("documents", (db) => {
    const asRead = change.read.every(
      ({ kind, name, body }) => db.stmt(getSql).get(namespaceKey, kind, name)?.[0] === body,
    );
    if (!asRead) return false;
    for (const document of change.put) put(db, session, document);
    for (const { kind, name } of change.remove) db.stmt(removeSql).run(namespaceKey, kind, name);
    return true;
  });
}

export function documentChecksum({ kind, name, body, updatedAt }: DocumentRow): number {
  return crc32(`${kind}\n${name}\n${updatedAt}\n${body}`);
}
