/** Which of the runs that a worker would take may begin: those that find room take it, the others wait in line. */

import { next, type RunState } from "../../../model/run-state.ts";
import type { RunKey } from "../../port.ts";
import type { Connection, SqlRow } from "../driver.ts";
import type { Session } from "../session.ts";
import { quote, walk } from "../transition-sql.ts";
import { callFamily, type Taken } from "./family.ts";
import { inheritLate } from "./heirs.ts";
import { wakeLine } from "./line.ts";
import { fits, type Spot, toWanted, type Wanted, wantedColumns } from "./occupancy.ts";
import { takeToken } from "./rate.ts";

const openSql = `SELECT ${wantedColumns}, line, rank, since FROM needs
  WHERE run = ? AND held = 0 AND heir_of IS NULL`;
const holdSql = "UPDATE needs SET held = 1, line = 0, turn_at = NULL WHERE run = ? AND held = 0 AND heir_of IS NULL";
/** From waiting this is a wake: it waits for a place now. Its age is that of its wish to go on. */
const parkSql = `UPDATE runs SET
  state = CASE state WHEN 'waiting' THEN ${quote(walk("waiting", "wake"))} ELSE state END,
  available_at = CASE WHEN in_line IS NULL THEN coalesce(due_at, available_at) ELSE available_at END,
  ready = 0, due_at = NULL, wake_at = NULL, why = NULL, in_line = ? WHERE key = ? RETURNING workflow, queue`;
const lineSql = `UPDATE needs SET line = (place = ?), turn_at = NULL, rank = ?, since = ?
  WHERE run = ? AND held = 0 AND heir_of IS NULL`;

export interface Applicant {
  readonly key: RunKey;
  readonly priority: number;
  readonly dueAt: number;
  readonly state: RunState;
}

interface OpenNeed {
  readonly wanted: Wanted;
  readonly inLine: boolean;
  readonly spot: Spot;
}

/** True when the run has its places now; else it is in line. */
export function admit(session: Session, db: Connection, { run, at }: { run: Applicant; at: number }): boolean {
  const open = db
    .stmt(openSql)
    .all(run.key)
    .map((row) => toOpen(row, run));
  const inherited = new Set<OpenNeed>();
  const full = open.find((need) => {
    const { wanted, spot } = need;
    if (fits(session, db, { wanted, spot, at })) return false;
    if (!inheritLate(session, db, { run: run.key, need: wanted })) return true;
    inherited.add(need);
    return false;
  });
  // They have left their lines.
  for (const { wanted, inLine } of inherited) if (inLine) wakeLine(session, db, { place: wanted.place, at });
  const own = open.filter((need) => !inherited.has(need));
  if (full !== undefined) {
    queueUp(session, db, { run, open: own, full, at });
    return false;
  }
  if (own.length > 0) hold(session, db, { run: run.key, wanted: own.map(({ wanted }) => wanted), at });
  return true;
}

/** The places are the run's from now on. */
function hold(session: Session, db: Connection, { run, wanted, at }: Taken): void {
  for (const rate of wanted) if (rate.periodMs !== undefined) takeToken(session, db, { run, rate, at });
  db.stmt(holdSql).run(run);
  callFamily(session, db, { run, wanted, at });
}

interface Queueing {
  readonly run: Applicant;
  readonly open: readonly OpenNeed[];
  readonly full: OpenNeed;
  readonly at: number;
}

function queueUp(session: Session, db: Connection, { run, open, full, at }: Queueing): void {
  const { place } = full.wanted;
  const [workflow, queue] = db.stmt(parkSql).get(place, run.key) ?? [];
  if (run.state === "waiting")
    session.counts.of({ workflow: String(workflow), queue: String(queue) }).moved(run.state, next(run.state, "wake"));
  db.stmt(lineSql).run(place, full.spot.rank, full.spot.since, run.key);
  // Where it leaves a line others may go; where it stands in one, it may be the next.
  const touched = new Set([place, ...open.filter(({ inLine }) => inLine).map(({ wanted }) => wanted.place)]);
  for (const each of touched) wakeLine(session, db, { place: each, at });
}

function toOpen(row: SqlRow, run: Applicant): OpenNeed {
  const inLine = row[5] === 1;
  // Who stands in line keeps the place in it; who comes anew has the age of its wish.
  const spot = inLine
    ? { rank: Number(row[6]), since: Number(row[7]), run: run.key }
    : { rank: -run.priority, since: run.dueAt, run: run.key };
  return { wanted: toWanted(row), inLine, spot };
}
