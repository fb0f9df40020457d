/** Log lines: append-only; a line that is there stays as it is. */
import type { LogLevel, LogRow, RunKey, StoredLog } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const insertSql = `INSERT INTO logs (run, op, attempt, n, at, level, text) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
const pageSql = `SELECT position, op, attempt, n, at, level, text FROM logs INDEXED BY logs_run
  WHERE run = ? AND position > ? ORDER BY position LIMIT ? + 0`;

export function writeLogs(db: Connection, run: RunKey, lines: readonly LogRow[]): void {
  const insert = db.stmt(insertSql);
  // A lone surrogate in what somebody logged must not stop the batch.
  for (const line of lines) {
    insert.run(run, line.op, line.attempt, line.n, line.at, line.level, line.text.toWellFormed());
  }
}

export function readLogs(
  session: Session,
  run: RunKey,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly StoredLog[]> {
  return session.read("logs", (db) => logPage(db, run, page));
}

export function logPage(
  db: Connection,
  run: RunKey,
  page: { readonly after: number; readonly limit: number },
): StoredLog[] {
  return db
    .stmt(pageSql)
    .all(run, page.after, page.limit)
    .map((row) => ({
      position: row[0] as number,
      op: row[1] as string,
      attempt: row[2] as number,
      n: row[3] as number,
      at: row[4] as number,
      level: row[5] as LogLevel,
      text: row[6] as string,
    }));
}
