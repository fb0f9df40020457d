/**
 * A run inherits the places of its ancestors: a child that needs a place which an ancestor holds takes none, or it would
 * wait for the one that waits for it. When the ancestor ends before it, the place is the child's.
 */
import type { Need } from "../../../model/sharing.ts";
import type { RunKey } from "../../port.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";

const runSql = "SELECT key, parent FROM runs INDEXED BY runs_newest WHERE namespace = ? AND id = ? AND superseded = 0";
/** What is given back while its run waits is nothing to rely on. */
const heldSql = `SELECT coalesce(heir_of, run) FROM needs
  WHERE run = ? AND place = ? AND keep = 1 AND (held = 1 OR heir_of IS NOT NULL)`;
const insertSql = `INSERT INTO needs (run, place, namespace, units, capacity, limit_name, period_ms, keep, rank, since, heir_of)
  VALUES (?, ?, ?, ?, ?, ?, NULL, ?, 0, 0, ?)`;
const firstSql = "SELECT run FROM needs INDEXED BY needs_heir WHERE heir_of = ? AND place = ? ORDER BY run LIMIT 1";
/** Not more than there was to inherit. */
const takeOverSql = "UPDATE needs SET held = 1, heir_of = NULL, units = min(units, ?) WHERE run = ? AND place = ?";
const followSql = "UPDATE needs SET heir_of = ? WHERE heir_of = ? AND place = ?";
const passSql = "UPDATE needs SET heir_of = ? WHERE heir_of = ?";

const parentSql = "SELECT parent FROM runs WHERE key = ?";
const inheritSql = "UPDATE needs SET heir_of = ?, line = 0, turn_at = NULL WHERE run = ? AND place = ? AND held = 0";

/** What is asked for; units over a time are nobody's to inherit. */
type Shared = Pick<Need, "place" | "periodMs">;

/** The run that holds the place for a child of `parent`; undefined when no ancestor does. */
export function holderFor(
  session: Session,
  db: Connection,
  asked: { readonly parent: string; readonly need: Shared },
): RunKey | undefined {
  const { need } = asked;
  if (need.periodMs !== undefined) return undefined;
  let id: unknown = asked.parent;
  while (typeof id === "string") {
    const row = db.stmt(runSql).get(session.namespaceKey, id);
    if (row === undefined) return undefined;
    const held = db.stmt(heldSql).get(Number(row[0]), need.place)?.[0];
    if (held !== undefined) return held as RunKey;
    id = row[1];
  }
  return undefined;
}

export interface Heir {
  readonly run: RunKey;
  readonly need: Need;
  readonly holder: RunKey;
}

export function insertHeir(session: Session, db: Connection, { run, need, holder }: Heir): void {
  const { place, units, capacity, limit, keep } = need;
  const { namespaceKey } = session;
  db.stmt(insertSql).run(run, place, namespaceKey, units, capacity ?? null, limit ?? null, keep ? 1 : 0, holder);
}

/**
 * A run that finds no room, since an ancestor that was retried has taken the place after it: it inherits that one, as
 * it would have if it had begun later. False when no ancestor holds it.
 */
export function inheritLate(
  session: Session,
  db: Connection,
  { run, need }: { readonly run: RunKey; readonly need: Shared },
): boolean {
  const parent = db.stmt(parentSql).get(run)?.[0];
  if (typeof parent !== "string") return false;
  const holder = holderFor(session, db, { parent, need });
  if (holder === undefined || holder === run) return false;
  db.stmt(inheritSql).run(holder, run, need.place);
  return true;
}

/** What a run held of a place. */
export interface Held {
  readonly place: string;
  readonly units: number;
}

/** The holder has ended: the place is its first heir's, and the others' through that one. */
export function handOver(db: Connection, holder: RunKey, { place, units }: Held): void {
  const heir = db.stmt(firstSql).get(holder, place)?.[0];
  if (heir === undefined || heir === null) return;
  db.stmt(takeOverSql).run(units, heir, place);
  db.stmt(followSql).run(heir, holder, place);
}

/** The holder's next generation holds what it held. */
export function passHeirsOn(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(passSql).run(to, from);
}
