/** What runs have open to others: written with what their workers write, and looked at before an answer is taken. */
import { unreachable } from "../../model/assert.ts";
import type { Opening, OpeningChange, RunKey } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const closeSql = "DELETE FROM asks WHERE run = ? AND op = ? RETURNING position";
const dropAssigneesSql = "DELETE FROM ask_assignees WHERE ask = ?";
const openSql = `INSERT INTO asks (run, op, kind, namespace, workflow, asked_at, due_at, assignees, shown, problem, answered)
  SELECT ?1, ?2, ?3, ?4, workflow, ?5, ?6, ?7, ?8, ?9,
    EXISTS (SELECT 1 FROM inbox WHERE run = ?1 AND name = ?2 AND dedup IS NOT NULL AND taken = 0) FROM runs WHERE key = ?1`;
const assignSql = "INSERT INTO ask_assignees (namespace, assignee, ask) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
const answeredSql = "UPDATE asks SET answered = 1 WHERE run = ? AND op = ?";
const problemSql = "UPDATE asks SET problem = ?, answered = 0 WHERE run = ? AND op = ?";
/** Answers have a key, all the same one: a second one is known as such while the first is there. */
const forgetTakenSql = "DELETE FROM inbox WHERE run = ? AND name = ? AND dedup IS NOT NULL AND taken = 1";
const forgetAllSql = "DELETE FROM inbox WHERE run = ? AND name = ? AND dedup IS NOT NULL";
const dueSql = "SELECT due_at FROM asks WHERE run = ? AND op = ?";
const ofRunSql = "SELECT op, kind FROM asks WHERE run = ?";
const moveSql = "UPDATE asks SET run = ? WHERE run = ?";

interface Changes {
  readonly run: RunKey;
  readonly changes: readonly OpeningChange[];
}

/** In the order in which they happened. */
export function changeOpenings(session: Session, db: Connection, { run, changes }: Changes): void {
  for (const change of changes) {
    switch (change.do) {
      case "open":
        open(session, db, { run, opening: change.opening });
        break;
      case "refuse":
        db.stmt(problemSql).run(change.problem, run, change.op);
        db.stmt(forgetTakenSql).run(run, change.op);
        break;
      case "close":
        close(db, run, change.op);
        db.stmt(forgetAllSql).run(run, change.op);
        break;
      default:
        unreachable(change, "change of an opening");
    }
  }
}

function open(session: Session, db: Connection, { run, opening }: { run: RunKey; opening: Opening }): void {
  const { op, kind, askedAt, dueAt, assignees, shown, problem } = opening;
  close(db, run, op);
  const namespace = session.namespaceKey;
  const names = assignees.length === 0 ? null : JSON.stringify(assignees);
  const position = db
    .stmt(openSql)
    .insert(run, op, kind, namespace, askedAt, dueAt ?? null, names, shown, problem ?? null);
  for (const assignee of assignees) db.stmt(assignSql).run(namespace, assignee, Number(position));
}

function close(db: Connection, run: RunKey, op: string): void {
  const row = db.stmt(closeSql).get(run, op);
  if (row !== undefined) db.stmt(dropAssigneesSql).run(Number(row[0]));
}

/** Whether an answer is taken now. @param at ms */
export function refusalOf(
  db: Connection,
  asked: { run: RunKey; op: string; at: number },
): "not-open" | "late" | undefined {
  const row = db.stmt(dueSql).get(asked.run, asked.op);
  if (row === undefined) return "not-open";
  return row[0] !== null && Number(row[0]) <= asked.at ? "late" : undefined;
}

/** An answer is there, and waits to be taken: nobody else is to be asked. */
export function markAnswered(db: Connection, run: RunKey, op: string): void {
  db.stmt(answeredSql).run(run, op);
}

/** The run is over, and not because its worker has said so: nobody is to be asked any more. */
export function closeAsks(session: Session, db: Connection, run: RunKey): void {
  closeThose(session, db, { run, which: (kind) => kind === "ask" });
}

/** Callbacks that were open when a run failed: a retry still waits for them, one from the start asks for others. */
export function inheritOpenings(
  session: Session,
  db: Connection,
  { from, to, fromStart }: { readonly from: RunKey; readonly to: RunKey; readonly fromStart: boolean },
): void {
  if (fromStart) closeThose(session, db, { run: from, which: () => true });
  else db.stmt(moveSql).run(to, from);
}

function closeThose(
  session: Session,
  db: Connection,
  { run, which }: { readonly run: RunKey; readonly which: (kind: unknown) => boolean },
): void {
  const ops = db
    .stmt(ofRunSql)
    .all(run)
    .filter(([, kind]) => which(kind));
  changeOpenings(session, db, { run, changes: ops.map(([op]) => ({ do: "close", op: String(op) })) });
}
