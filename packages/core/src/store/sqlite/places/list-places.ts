/** Who holds and who waits for what: for lists and for checking. */
import { placeOf } from "../../../model/sharing.ts";
import type { PlaceRow } from "../../sharing.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { capacityOf, toWanted, usedOf, wantedColumns } from "./occupancy.ts";

/** From place to place by the index: however many runs stand in line, only the places are read. */
const placesSql = `WITH RECURSIVE each(place) AS (
    SELECT min(place) FROM needs INDEXED BY needs_place WHERE namespace = ?1
    UNION ALL
    SELECT (SELECT min(place) FROM needs INDEXED BY needs_place WHERE namespace = ?1 AND place > each.place)
    FROM each WHERE each.place IS NOT NULL)
  SELECT place FROM (SELECT place FROM each WHERE place IS NOT NULL
  UNION SELECT place FROM rate_tokens WHERE namespace = ?1 AND until_at > ?2) ORDER BY place LIMIT ?3 + 0`;
const anySql = `SELECT ${wantedColumns} FROM needs INDEXED BY needs_place WHERE namespace = ? AND place = ? LIMIT 1`;
const holdersSql = `SELECT runs.id FROM needs INDEXED BY needs_place JOIN runs ON runs.key = needs.run
  WHERE needs.namespace = ? AND needs.place = ? AND needs.held = 1 ORDER BY needs.units, needs.run LIMIT ? + 0`;
const waitingSql = `SELECT count(*) FROM needs INDEXED BY needs_line WHERE namespace = ? AND place = ? AND line = 1`;
const tokensSql = "SELECT count(*) FROM rate_tokens WHERE namespace = ? AND place = ? AND until_at > ?";
const limitsSql = "SELECT name, units FROM limits WHERE namespace = ? ORDER BY name";

const placesMax = 1_000;
const holdersMax = 10;

export function places(session: Session, at: number): Promise<readonly PlaceRow[]> {
  return session.snapshot("places", (db) => {
    const { namespaceKey } = session;
    const found = db.stmt(placesSql).all(namespaceKey, at, placesMax);
    const rows = new Map(found.map(([place]) => [String(place), placeRow(session, db, { place: String(place), at })]));
    for (const [name, units] of db.stmt(limitsSql).all(namespaceKey)) {
      const place = placeOf({ kind: "limit", name: String(name), key: undefined });
      // A limit of which all that is used is of some key is there all the same.
      if (!rows.has(place)) rows.set(place, { place, capacity: Number(units), used: 0, holders: [], waiting: 0 });
    }
    return [...rows.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
  });
}

function placeRow(session: Session, db: Connection, { place, at }: { place: string; at: number }): PlaceRow {
  const { namespaceKey } = session;
  const holders = db.stmt(holdersSql).all(namespaceKey, place, holdersMax);
  const waiting = Number(db.stmt(waitingSql).get(namespaceKey, place)?.[0]);
  const row = db.stmt(anySql).get(namespaceKey, place);
  if (row === undefined) {
    // A rate that nobody waits for: only its beginnings are left.
    const used = Number(db.stmt(tokensSql).get(namespaceKey, place, at)?.[0]);
    return { place, capacity: undefined, used, holders: [], waiting };
  }
  const wanted = toWanted(row);
  const used = usedOf(session, db, { wanted, at });
  return {
    place,
    capacity: capacityOf(session, db, wanted),
    used,
    holders: holders.map(([id]) => String(id)),
    waiting,
  };
}
