/**
 * What a claim may find in a namespace at all, in one look at the fronts of the indexes: mostly there is nothing in most
 * of them, and then nobody looks further, at each workflow and queue.
 */
import { limits } from "../../model/limits.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

/** Whether there are any. */
export interface Some {
  /** Ready to be taken, suspects apart. */
  readonly ready: boolean;
  /** Due at some time, past or to come. */
  readonly due: boolean;
}

export interface Outlook {
  /** When the first run is over that must have begun by then. */
  readonly expiresAt: number | undefined;
  /** When the first of those loses its turn to whom nobody has come. */
  readonly turnEndsAt: number | undefined;
  /** Queues are paused. */
  readonly paused: boolean;
  /** Suspects are ready. */
  readonly suspects: boolean;
  /** Runs that any build may take. */
  readonly open: Some;
  /** Runs that the given build alone may take. */
  readonly own: Some;
}

const readySql = "namespace = ?1 AND ready = 1 AND deaths < 2";
const dueSql = "namespace = ?1 AND due_at IS NOT NULL";
const outlookSql = `SELECT
  (SELECT expires_at FROM runs INDEXED BY runs_expires
    WHERE namespace = ?1 AND expires_at IS NOT NULL AND state = 'pending' ORDER BY expires_at LIMIT 1),
  (SELECT turn_at FROM needs INDEXED BY needs_turn
    WHERE namespace = ?1 AND turn_at IS NOT NULL ORDER BY turn_at LIMIT 1),
  EXISTS (SELECT 1 FROM queues WHERE namespace = ?1),
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_suspect WHERE namespace = ?1 AND ready = 1 AND deaths >= 2),
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_ready WHERE ${readySql} AND build IS NULL),
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_due WHERE ${dueSql} AND build IS NULL),
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_pinned WHERE ${readySql} AND build = ?2),
  EXISTS (SELECT 1 FROM runs INDEXED BY runs_pinned_due WHERE ${dueSql} AND build = ?2)`;

/** @param build of the worker that claims */
export function lookOut(session: Session, db: Connection, build: string): Outlook {
  const [expiresAt, turnAt, paused, suspects, ...some] = db.stmt(outlookSql).get(session.namespaceKey, build) ?? [];
  const [ready, due, ownReady, ownDue] = some.map((found) => found === 1);
  return {
    expiresAt: typeof expiresAt === "number" ? expiresAt : undefined,
    turnEndsAt: typeof turnAt === "number" ? turnAt + limits.turnMs : undefined,
    paused: paused === 1,
    suspects: suspects === 1,
    open: { ready: ready === true, due: due === true },
    own: { ready: ownReady === true, due: ownDue === true },
  };
}
