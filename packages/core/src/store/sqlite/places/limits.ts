/** Named limits: how many units there are. Who holds units keeps them, whatever becomes of the limit. */
import { placeOf } from "../../../model/sharing.ts";
import type { Session } from "../session.ts";
import { wakeLine } from "./line.ts";

const setSql = `INSERT INTO limits (namespace, name, units) VALUES (?, ?, ?)
  ON CONFLICT (namespace, name) DO UPDATE SET units = excluded.units`;
const removeSql = "DELETE FROM limits WHERE namespace = ? AND name = ?";
/** The limit's own place, and those of its keys. */
const linesSql = `SELECT DISTINCT place FROM needs INDEXED BY needs_line
  WHERE namespace = ?1 AND line = 1 AND (place = ?2 OR (place > ?2 || ':' AND place < ?2 || ';'))`;

export function setLimit(session: Session, limit: { name: string; units: number; at: number }): Promise<void> {
  return session.write("limit", (db) => {
    const { name, units, at } = limit;
    db.stmt(setSql).run(session.namespaceKey, name, units);
    const own = placeOf({ kind: "limit", name, key: undefined });
    for (const [place] of db.stmt(linesSql).all(session.namespaceKey, own))
      wakeLine(session, db, { place: String(place), at });
    session.tellOthers();
  });
}

export function removeLimit(session: Session, name: string): Promise<boolean> {
  return session.write("limit", (db) => db.stmt(removeSql).run(session.namespaceKey, name) === 1);
}
