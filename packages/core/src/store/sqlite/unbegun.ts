/** Runs that have not begun in time end; whoever looks next sees to it. */
import { formatMs } from "../../model/duration.ts";
import type { RunKey } from "../port.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { endUnbegun } from "./end-unbegun.ts";
import type { Session } from "./session.ts";

const overdueSql = `SELECT key FROM runs INDEXED BY runs_expires
  WHERE namespace = ? AND expires_at <= ? AND state = 'pending' LIMIT ? + 0`;
const nextSql = `SELECT expires_at FROM runs INDEXED BY runs_expires
  WHERE namespace = ? AND expires_at IS NOT NULL AND state = 'pending' ORDER BY expires_at LIMIT 1`;

/** Ended by one transaction, at most. */
const chunk = 500;

/** Within a transaction. @returns how many, and when the next one is to end */
export function expireDue(session: Session, db: Connection, at: number): { ended: number; nextAt: number | undefined } {
  const overdue = db.stmt(overdueSql).all(session.namespaceKey, at, chunk);
  for (const [key] of overdue) {
    const row = readRun(session, db, key as RunKey);
    const within = Math.max(0, (row.expiresAt ?? at) - row.availableAt);
    endUnbegun({ session, db, row, at }, `expired: it had not begun within ${formatMs(within)}`);
  }
  return { ended: overdue.length, nextAt: nextExpiry(session, db) };
}

function nextExpiry(session: Session, db: Connection): number | undefined {
  const at = db.stmt(nextSql).get(session.namespaceKey)?.[0];
  return typeof at === "number" ? at : undefined;
}

/** Mostly there are none, and then nothing is written. */
export async function expire(session: Session, at: number): Promise<number> {
  const any = await session.read("expire", (db) => db.stmt(overdueSql).get(session.namespaceKey, at, 1) !== undefined);
  if (!any) return 0;
  let all = 0;
  for (;;) {
    const ended = await session.write("expire", (db) => expireDue(session, db, at).ended);
    all += ended;
    if (ended < chunk) return all;
  }
}
