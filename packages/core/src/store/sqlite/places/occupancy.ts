/** How much of a place is taken, counted from the rows within the transaction. */
import type { Need } from "../../../model/sharing.ts";
import type { Connection, SqlRow } from "../driver.ts";
import type { Session } from "../session.ts";

const capacitySql = "SELECT units FROM limits WHERE namespace = ? AND name = ?";
const heldSql = `SELECT coalesce(sum(units), 0) FROM needs INDEXED BY needs_place
  WHERE namespace = ? AND place = ? AND held = 1`;
const tokensSql = "SELECT count(*) FROM rate_tokens WHERE namespace = ? AND place = ? AND until_at > ?";
const freesSql = `SELECT until_at FROM rate_tokens WHERE namespace = ? AND place = ? AND until_at > ?
  ORDER BY until_at LIMIT 1 OFFSET ?`;
const aheadSql = `SELECT coalesce(sum(units), 0) FROM (SELECT units FROM needs INDEXED BY needs_line
  WHERE namespace = ? AND place = ? AND line = 1 AND (rank, since, run) < (?, ?, ?) AND units <= ?
  ORDER BY rank, since, run LIMIT ? + 0)`;

/** What is asked of a place. */
export type Wanted = Pick<Need, "place" | "units" | "capacity" | "limit" | "periodMs">;

/** Where a run stands in a line: by priority, then age. */
export interface Spot {
  /** Smaller goes first: the priority, negated. */
  readonly rank: number;
  readonly since: number;
  readonly run: number;
}

/** The columns of needs that `toWanted` reads. */
export const wantedColumns = "place, units, capacity, limit_name, period_ms";

export function toWanted(row: SqlRow): Wanted {
  const [place, units, capacity, limit, period] = row;
  return {
    place: place as string,
    units: units as number,
    capacity: capacity === null ? undefined : (capacity as number),
    limit: limit === null ? undefined : (limit as string),
    periodMs: period === null ? undefined : (period as number),
  };
}

/** Undefined for a limit that nobody has set. */
export function capacityOf(session: Session, db: Connection, wanted: Wanted): number | undefined {
  if (wanted.limit === undefined) return wanted.capacity;
  return db.stmt(capacitySql).get(session.namespaceKey, wanted.limit)?.[0] as number | undefined;
}

export function usedOf(session: Session, db: Connection, asked: { wanted: Wanted; at: number }): number {
  const { wanted, at } = asked;
  const { namespaceKey } = session;
  if (wanted.periodMs !== undefined) return Number(db.stmt(tokensSql).get(namespaceKey, wanted.place, at)?.[0] ?? 0);
  return Number(db.stmt(heldSql).get(namespaceKey, wanted.place)?.[0] ?? 0);
}

/** When a rate that is used up has room for one more. */
export function rateFreesAt(session: Session, db: Connection, asked: { wanted: Wanted; at: number }): number {
  const { wanted, at } = asked;
  const over = usedOf(session, db, asked) - (wanted.capacity ?? 0);
  const row = db.stmt(freesSql).get(session.namespaceKey, wanted.place, at, Math.max(0, over));
  return Number(row?.[0] ?? at);
}

/** True when there is room for it and for all that stand before it in the line. */
export function fits(session: Session, db: Connection, asked: { wanted: Wanted; spot: Spot; at: number }): boolean {
  const { wanted, spot } = asked;
  const capacity = capacityOf(session, db, wanted);
  const free = capacity === undefined ? 0 : capacity - usedOf(session, db, asked);
  if (capacity === undefined || free < wanted.units) return false;
  const { rank, since, run } = spot;
  // Each takes a unit at least: further back than that it does not matter. Those that can never fit hold up nobody.
  const ahead = db.stmt(aheadSql).get(session.namespaceKey, wanted.place, rank, since, run, capacity, free + 1);
  return free - Number(ahead?.[0] ?? 0) >= wanted.units;
}
