/** A new run that shares places: whether it may begin at once, waits in line, takes another's place, or is refused. */

import { type Need, partsOf, placeText, type Sharing, type StartRefusal } from "../../../model/sharing.ts";
import { nearestName } from "../../../model/text/nearest-name.ts";
import type { RunKey } from "../../port.ts";
import { readRun } from "../control.ts";
import type { Connection } from "../driver.ts";
import { giveWay } from "../end-unbegun.ts";
import type { Session } from "../session.ts";
import { capacityOf, fits } from "./occupancy.ts";
import type { Beginning } from "./stored-needs.ts";

const limitNamesSql = "SELECT name FROM limits WHERE namespace = ? ORDER BY name";
/**
 * Who has the place or wants it, those apart that are being cancelled. Who has not begun gives way first, the newest of
 * them before the others; of those that have begun the oldest.
 */
const usersSql = `SELECT needs.run, needs.units, runs.id FROM needs INDEXED BY needs_place
  JOIN runs ON runs.key = needs.run
  WHERE needs.namespace = ? AND needs.place = ? AND needs.heir_of IS NULL
  AND runs.cancel_requested_at IS NULL
  ORDER BY needs.held, CASE needs.held WHEN 1 THEN needs.run ELSE -needs.run END`;

export interface Newcomer {
  readonly id: string;
  readonly sharing: Sharing;
  readonly priority: number;
  readonly availableAt: number;
  /** The worker would take it at once. */
  readonly claimNow: boolean;
  readonly at: number;
}

export type Verdict =
  | { readonly kind: "refused"; readonly refusal: StartRefusal }
  | { readonly kind: "skipped"; readonly why: string }
  | { readonly kind: "begins"; readonly beginning: Beginning };

export function judge(session: Session, db: Connection, newcomer: Newcomer): Verdict {
  const { sharing, at } = newcomer;
  const problem = limitProblem(session, db, sharing.needs);
  if (problem !== undefined) return { kind: "refused", refusal: problem };
  const conflict = conflictOf(session, db, newcomer);
  if (conflict !== undefined) return conflict;
  if (newcomer.availableAt > at) return { kind: "begins", beginning: { kind: "later" } };
  // Behind all that stand in the line with the same priority.
  const spot = { rank: -newcomer.priority, since: newcomer.availableAt, run: Number.MAX_SAFE_INTEGER };
  const full = sharing.needs.find((wanted) => !fits(session, db, { wanted, spot, at }));
  if (full !== undefined) return { kind: "begins", beginning: { kind: "in-line", place: full.place } };
  return { kind: "begins", beginning: newcomer.claimNow ? { kind: "held" } : { kind: "turn", at } };
}

function limitProblem(session: Session, db: Connection, needs: readonly Need[]): StartRefusal | undefined {
  for (const need of needs) {
    if (need.limit === undefined) continue;
    const capacity = capacityOf(session, db, need);
    if (capacity === undefined) return unknownLimit(session, db, need.limit);
    // A limit of 0 is closed for now; what is too much for any other is a mistake.
    if (capacity > 0 && need.units > capacity)
      return { code: "limit-too-small", facts: { name: need.limit, units: need.units, capacity } };
  }
  return undefined;
}

function unknownLimit(session: Session, db: Connection, name: string): StartRefusal {
  const known = db
    .stmt(limitNamesSql)
    .all(session.namespaceKey)
    .map(([each]) => String(each));
  return { code: "unknown-limit", facts: { name, nearest: nearestName(name, known), known } };
}

interface User {
  readonly run: RunKey;
  readonly units: number;
  readonly id: string;
}

function conflictOf(session: Session, db: Connection, newcomer: Newcomer): Verdict | undefined {
  const { onConflict, needs } = newcomer.sharing;
  const need = needs.find(({ place }) => partsOf(place).kind === "workflow");
  if (onConflict === "queue" || need?.capacity === undefined) return undefined;
  const users = db
    .stmt(usersSql)
    .all(session.namespaceKey, need.place)
    .map(([run, units, id]): User => ({ run: run as RunKey, units: Number(units), id: String(id) }));
  const over = users.reduce((sum, { units }) => sum + units, need.units) - need.capacity;
  const holder = users.at(-1)?.id;
  if (over <= 0 || holder === undefined) return undefined;
  const { name: workflow, key = "" } = partsOf(need.place);
  if (onConflict === "reject")
    return { kind: "refused", refusal: { code: "concurrency-conflict", facts: { workflow, key, holder } } };
  if (onConflict === "skip")
    return { kind: "skipped", why: `skipped: run "${holder}" has the place of ${placeText(need.place)}` };
  replace(session, db, { newcomer, users, over });
  return undefined;
}

/** They end in their own way, with their compensations; the new one waits in line for that. */
function replace(session: Session, db: Connection, parts: { newcomer: Newcomer; users: User[]; over: number }): void {
  const { newcomer, users } = parts;
  let { over } = parts;
  for (const { run, units } of users) {
    if (over <= 0) return;
    const row = readRun(session, db, run);
    giveWay({ db, session, row, at: newcomer.at }, `replaced by run "${newcomer.id}"`);
    over -= units;
  }
}
