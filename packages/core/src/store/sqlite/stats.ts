/** How many runs there are and were: from the counters, and, to check them, from the rows. */
import type { RunState } from "../../model/run-state.ts";
import type { Recount, RunCount } from "../port.ts";
import type { SqlRow } from "./driver.ts";
import type { Session } from "./session.ts";

const columns = "workflow, queue, state, runs, ended, begun, worked_ms, removed";
const allSql = `SELECT ${columns} FROM run_counts WHERE namespace = ?`;
const ofWorkflowSql = `SELECT ${columns} FROM run_counts WHERE namespace = ? AND workflow = ?`;
const counted = "workflow, queue, state, superseded, started_at, ended_at";
const recountSql = `SELECT workflow, queue, state, sum(superseded = 0), count(ended_at), count(ended_at + started_at),
  coalesce(sum(max(0, ended_at - started_at)), 0), 0 FROM
  (SELECT ${counted} FROM runs INDEXED BY runs_created WHERE namespace = ? AND superseded = 0
  UNION ALL SELECT ${counted} FROM runs INDEXED BY runs_superseded WHERE namespace = ? AND superseded = 1)
  GROUP BY workflow, queue, state`;

export function stats(session: Session, workflow?: string): Promise<readonly RunCount[]> {
  return session.read("stats", (db) => {
    const namespace = session.namespaceKey;
    const rows =
      workflow === undefined ? db.stmt(allSql).all(namespace) : db.stmt(ofWorkflowSql).all(namespace, workflow);
    return rows.map(toCount);
  });
}

/** Reads every run: for checks, not for looking. */
export function recount(session: Session): Promise<Recount> {
  return session.snapshot("recount", (db) => {
    const namespace = session.namespaceKey;
    return {
      counters: db.stmt(allSql).all(namespace).map(toCount),
      rows: db.stmt(recountSql).all(namespace, namespace).map(toCount),
    };
  });
}

function toCount(row: SqlRow): RunCount {
  const [workflow, queue, state, runs, ended, begun, workedMs, removed] = row as readonly [
    string,
    string,
    RunState,
    number,
    number,
    number,
    number,
    number,
  ];
  return { workflow, queue, state, runs, ended, begun, workedMs, removed };
}
