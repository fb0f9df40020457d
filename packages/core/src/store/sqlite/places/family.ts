/**
 * A run that begins anew may find its descendants in the line of a place that it takes: they would wait for it, and it
 * for them. They are looked at again, and inherit it (heirs.ts).
 */
import type { RunKey } from "../../port.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { giveTurn } from "./line.ts";
import type { Wanted } from "./occupancy.ts";

/** Nobody descends from a first generation that begins only now. */
const rootSql = "SELECT coalesce(root, id) FROM runs WHERE key = ? AND generation > 1";
const inLineSql = `SELECT needs.run FROM needs INDEXED BY needs_line JOIN runs ON runs.key = needs.run
  WHERE needs.namespace = ? AND needs.place = ? AND needs.line = 1 AND needs.turn_at IS NULL AND runs.root = ?`;

export interface Taken {
  readonly run: RunKey;
  readonly wanted: readonly Wanted[];
  readonly at: number;
}

/** @param taken by a run that was admitted */
export function callFamily(session: Session, db: Connection, { run, wanted, at }: Taken): void {
  const root = db.stmt(rootSql).get(run)?.[0];
  if (root === undefined) return;
  for (const { place, periodMs } of wanted) {
    if (periodMs !== undefined) continue;
    for (const [waiting] of db.stmt(inLineSql).all(session.namespaceKey, place, String(root)))
      giveTurn(session, db, { run: Number(waiting), place, at });
  }
}
