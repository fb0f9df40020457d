/**
 * Ids by a part of them, as people type it. Beginnings are found by the index of ids, among all runs. Ends are compared
 * with those of the newest runs only: an index of ends would be written at a random place at every start.
 */
import type { Session } from "./session.ts";

/** About 10 ms. */
const newestRuns = 10_000;

const beginSql = `SELECT id FROM runs INDEXED BY runs_newest
  WHERE namespace = ? AND id >= ? AND id < ? AND superseded = 0 ORDER BY id LIMIT ? + 0`;
const endSql = `SELECT id FROM (SELECT id FROM runs INDEXED BY runs_created
  WHERE namespace = ? AND superseded = 0 ORDER BY created_at DESC LIMIT ${newestRuns}) WHERE id LIKE ? ESCAPE '\\' LIMIT ? + 0`;

export function idsLike(session: Session, part: string, limit: number): Promise<readonly string[]> {
  return session.read("ids", (db) => {
    const namespace = session.namespaceKey;
    const beginnings = new Set([part, part.toLowerCase()]);
    const found = new Set<string>();
    for (const begin of beginnings)
      for (const [id] of db.stmt(beginSql).all(namespace, begin, `${begin}\u{10ffff}`, limit)) found.add(String(id));
    const end = `%${part.replace(/[\\%_]/g, "\\$&")}`;
    for (const [id] of db.stmt(endSql).all(namespace, end, limit)) found.add(String(id));
    return [...found].slice(0, limit);
  });
}
