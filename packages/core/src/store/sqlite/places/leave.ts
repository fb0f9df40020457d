/** Giving places back: at a run's end, however it ends, and while it waits if it was asked to. */
import type { RunKey } from "../../port.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { handOver, passHeirsOn } from "./heirs.ts";
import { wakeLine } from "./line.ts";

const endSql = "DELETE FROM needs WHERE run = ? RETURNING place, held, units";
const parkSql = "UPDATE needs SET held = 0 WHERE run = ? AND keep = 0 AND held = 1 RETURNING place";
const leaveLineSql = "UPDATE needs SET line = 0, turn_at = NULL WHERE run = ? AND line = 1 RETURNING place";

const passOnSql = "UPDATE needs SET run = ? WHERE run = ?";

interface Leaving {
  readonly run: RunKey;
  readonly at: number;
}

/** The run has ended: what it held is free, and the next in line have their turn. Of a run that shares nothing: nothing. */
export function leavePlaces(session: Session, db: Connection, leaving: Leaving): void {
  for (const [place, held, units] of db.stmt(endSql).all(leaving.run)) {
    if (held === 1) handOver(db, leaving.run, { place: String(place), units: Number(units) });
    wakeLine(session, db, { place: String(place), at: leaving.at });
  }
}

/** The run waits: what it does not keep meanwhile is free. */
export function lendPlaces(session: Session, db: Connection, leaving: Leaving): void {
  giveBack(session, db, { ...leaving, sql: parkSql });
}

/** The run is paused: it is in no line until it goes on. What it holds it keeps. */
export function leaveLines(session: Session, db: Connection, leaving: Leaving): void {
  giveBack(session, db, { ...leaving, sql: leaveLineSql });
}

/** The next generation goes on with what the one before holds. */
export function passPlacesOn(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(passOnSql).run(to, from);
  passHeirsOn(db, from, to);
}

function giveBack(session: Session, db: Connection, { run, at, sql }: Leaving & { sql: string }): void {
  for (const [place] of db.stmt(sql).all(run)) wakeLine(session, db, { place: String(place), at });
}
