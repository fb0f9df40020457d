/** Queues that are paused: nothing of them is claimed. */
import type { QueueRow } from "../sharing.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const pausedSql = "SELECT name, paused_at FROM queues WHERE namespace = ?";
const pauseSql = "INSERT INTO queues (namespace, name, paused_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
const resumeSql = "DELETE FROM queues WHERE namespace = ? AND name = ?";
const countSql = `SELECT queue, count(*) FROM (SELECT queue FROM runs INDEXED BY runs_state
  WHERE namespace = ? AND state = ? AND superseded = 0 LIMIT ? + 0) GROUP BY queue`;

/** Runs looked at per state to count those of the queues. */
const countMax = 10_000;
const counted = ["pending", "running", "waiting", "paused", "blocked"] as const;

export function isPaused(session: Session, db: Connection, queue: string): boolean {
  return pausedQueues(session, db).has(queue);
}

/** Read once, as long as nobody else writes. */
export function pausedQueues(session: Session, db: Connection): ReadonlySet<string> {
  const { remembered } = session;
  remembered.pausedQueues ??= readPausedQueues(session, db);
  return remembered.pausedQueues;
}

/** Outside a transaction that writes: there others' writes are not noticed. */
export function readPausedQueues(session: Session, db: Connection): ReadonlySet<string> {
  const rows = db.stmt(pausedSql).all(session.namespaceKey);
  return new Set(rows.map(([name]) => String(name)));
}

/** @param wish paused or not, from now on */
export function setQueue(session: Session, name: string, wish: { paused: boolean; at: number }): Promise<void> {
  return session.write("queue", (db) => {
    const { namespaceKey } = session;
    if (wish.paused) db.stmt(pauseSql).run(namespaceKey, name, wish.at);
    else db.stmt(resumeSql).run(namespaceKey, name);
    session.remembered.pausedQueues = undefined;
    session.tellOthers();
  });
}

/** Those that are paused, or of which runs are unfinished. */
export function queues(session: Session): Promise<readonly QueueRow[]> {
  return session.snapshot("queues", (db) => {
    const { namespaceKey } = session;
    const paused = db.stmt(pausedSql).all(namespaceKey);
    const rows = new Map(paused.map(([name, at]) => [String(name), emptyQueue(String(name), Number(at))]));
    for (const state of counted) {
      for (const [name, count] of db.stmt(countSql).all(namespaceKey, state, countMax)) {
        const row = rows.get(String(name)) ?? emptyQueue(String(name), undefined);
        rows.set(row.name, { ...row, [state]: Number(count) });
      }
    }
    return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

function emptyQueue(name: string, pausedAt: number | undefined): QueueRow {
  return { name, pausedAt, pending: 0, running: 0, waiting: 0, paused: 0, blocked: 0 };
}
