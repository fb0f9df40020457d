/** What is stored that brings a run on: its time, its lines, and whose end it waits for. */
import type { RunKey, WakeUps } from "../port.ts";
import { numberOf } from "./rows.ts";
import type { Session } from "./session.ts";

const dueSql = "SELECT iif(ready = 1, 0, due_at) FROM runs WHERE key = ? AND namespace = ?";
const linesSql = "SELECT place FROM needs WHERE run = ? AND line = 1 ORDER BY place";
const awaitsSql = `SELECT awaits.op, runs.key FROM awaits INDEXED BY awaits_parent
  LEFT JOIN runs ON runs.key = awaits.child WHERE awaits.parent = ? ORDER BY awaits.op`;

export function wakeUps(session: Session, run: RunKey): Promise<WakeUps> {
  return session.snapshot("wake-ups", (db) => ({
    dueAt: numberOf(db.stmt(dueSql).get(run, session.namespaceKey)?.[0] ?? null),
    lines: db
      .stmt(linesSql)
      .all(run)
      .map(([place]) => String(place)),
    awaits: db
      .stmt(awaitsSql)
      .all(run)
      .map(([op, child]) => ({ op: String(op), run: numberOf(child) as RunKey | undefined })),
  }));
}
