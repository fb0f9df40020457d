/**
 * The line of a place: who waits for it, by priority and age, and whose turn it is.
 *
 * 1. A run that waits in a line is pending and not ready; `runs.in_line` names the place.
 * 2. Whoever frees a place, or leaves its line, wakes the line in the same transaction: as many as fit become ready,
 *    from the front. Ready is not held: whether there is room is decided when a worker takes the run.
 * 3. A run whose turn it is keeps those behind it back. If no worker takes it within `turnMs` it loses its turn,
 *    and stays ready; those behind get theirs, twice as many each time, so that runs which nobody serves do not
 *    hold up a limit that others share with them.
 */
import { limits } from "../../../model/limits.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { capacityOf, rateFreesAt, toWanted, usedOf, wantedColumns } from "./occupancy.ts";

const frontSql = `SELECT ${wantedColumns}, run, turn_at FROM needs INDEXED BY needs_line
  WHERE namespace = ? AND place = ? AND line = 1 AND units <= ? ORDER BY rank, since, run LIMIT ? + 0`;
const turnSql = "UPDATE needs SET turn_at = ? WHERE run = ? AND place = ?";
const readySql = "UPDATE runs SET ready = 1, due_at = NULL, in_line = NULL WHERE key = ? AND in_line = ?";
const dueSql = "UPDATE runs SET due_at = ? WHERE key = ? AND in_line = ?";
const lateSql = `SELECT place, sum(units) FROM needs INDEXED BY needs_turn
  WHERE namespace = ? AND turn_at <= ? GROUP BY place`;
const loseSql = `UPDATE needs SET line = 0, turn_at = NULL WHERE namespace = ? AND place = ? AND line = 1
  AND turn_at <= ?`;
const nextTurnSql = `SELECT turn_at FROM needs INDEXED BY needs_turn WHERE namespace = ? AND turn_at IS NOT NULL
  ORDER BY turn_at LIMIT 1`;

export interface Line {
  readonly place: string;
  readonly at: number;
  /** Units to hand out beyond those that are free: when those whose turn it was did not come. */
  readonly beyond?: number;
}

/** Gives a turn to as many at the front as fit. */
export function wakeLine(session: Session, db: Connection, { place, at, beyond = 0 }: Line): void {
  const front = db.stmt(frontSql);
  const first = front.get(session.namespaceKey, place, Number.MAX_SAFE_INTEGER, 1);
  if (first === undefined) return;
  const wanted = toWanted(first);
  const capacity = capacityOf(session, db, wanted);
  if (capacity === undefined) return;
  let budget = Math.max(0, capacity - usedOf(session, db, { wanted, at })) + beyond;
  for (const row of front.all(session.namespaceKey, place, capacity, budget + 1)) {
    const [units, run, turnAt] = [Number(row[1]), Number(row[5]), row[6]];
    if (turnAt === null && units > budget) {
      // The next of a rate has its turn when a beginning no longer counts.
      if (wanted.periodMs !== undefined)
        setDue(session, db, { run, place, at: rateFreesAt(session, db, { wanted, at }) });
      return;
    }
    budget -= units;
    if (turnAt === null) giveTurn(session, db, { run, place, at });
  }
}

interface Turn {
  readonly run: number;
  readonly place: string;
  readonly at: number;
}

export function giveTurn(session: Session, db: Connection, { run, place, at }: Turn): void {
  db.stmt(turnSql).run(at, run, place);
  db.stmt(readySql).run(run, place);
  session.tellOthers();
  session.remembered.due(at);
}

function setDue(session: Session, db: Connection, { run, place, at }: Turn): void {
  db.stmt(dueSql).run(at, run, place);
  session.tellOthers();
  session.remembered.due(at);
}

/** Takes the turn of those whom nobody took in time. @returns when the next turn ends */
export function endTurns(session: Session, db: Connection, at: number): number | undefined {
  const { namespaceKey } = session;
  const late = at - limits.turnMs;
  for (const [place, units] of db.stmt(lateSql).all(namespaceKey, late)) {
    db.stmt(loseSql).run(namespaceKey, String(place), late);
    wakeLine(session, db, { place: String(place), at, beyond: 2 * Number(units) });
  }
  return nextTurnEnd(session, db);
}

function nextTurnEnd(session: Session, db: Connection): number | undefined {
  const turnAt = db.stmt(nextTurnSql).get(session.namespaceKey)?.[0];
  return typeof turnAt === "number" ? turnAt + limits.turnMs : undefined;
}
