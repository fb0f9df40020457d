/**
 * What the end of a run means for others, in the transaction that ends it: those who wait for it are told, and if it
 * ended badly its children are asked to end.
 */
import { isFinished, unfinishedStates } from "../../model/run-state.ts";
import type { RunKey, RunRow } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { deliver, type Sender } from "./inbox.ts";
import { runColumns, toRun } from "./rows.ts";
import { cancelRun, type EndedRun, killRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { stateIn } from "./transition-sql.ts";

const rowSql = `SELECT ${runColumns} FROM runs WHERE key = ?`;
const awaitedSql = "DELETE FROM awaits WHERE child = ? RETURNING parent, op";
const childrenSql = `SELECT ${runColumns} FROM runs INDEXED BY runs_parent
  WHERE namespace = ? AND parent = ? AND superseded = 0 AND detached = 0 AND ${stateIn(unfinishedStates)}`;

export interface Ends {
  /** Those that end because of these are added. */
  readonly ends: EndedRun[];
  readonly at: number;
  readonly sender: Sender;
}

export function afterEnds(session: Session, db: Connection, { ends, at, sender }: Ends): void {
  for (const end of ends) {
    tellWaiting(session, db, end, sender);
    if (end.how === "complete" || end.how === "expire") continue;
    for (const values of db.stmt(childrenSql).all(session.namespaceKey, end.id)) {
      const request = { session, db, row: toRun(values, session.namespace), at, ends };
      if (end.how === "kill") killRun(request, `its parent "${end.id}" was killed`);
      else cancelRun(request, `its parent "${end.id}" has ended`);
      session.held.delete(request.row.key);
    }
  }
}

function tellWaiting(session: Session, db: Connection, end: EndedRun, sender: Sender): void {
  const waiting = db.stmt(awaitedSql).all(end.run);
  const child = waiting.length === 0 ? undefined : readRow(session, db, end.run);
  if (child === undefined) return;
  for (const [parent, op] of waiting) tellEnd(session, db, { child, parent: parent as RunKey, op: String(op), sender });
}

export interface TellEnd {
  readonly child: RunRow;
  readonly parent: RunKey;
  /** Operation key in the parent. */
  readonly op: string;
  readonly sender: Sender;
}

export function tellEnd(session: Session, db: Connection, { child, parent, op, sender }: TellEnd): void {
  tell(session, db, { run: parent, op, dedup: String(child.key), text: endOf(child), sender });
}

export interface Telling {
  readonly run: RunKey;
  readonly op: string;
  readonly dedup: string;
  readonly text: object;
  readonly sender: Sender;
}

export function tell(session: Session, db: Connection, { run, op, dedup, text, sender }: Telling): void {
  const row = readRow(session, db, run);
  if (row === undefined || isFinished(row.status)) return;
  const message = { name: `child~${op}`, dedup, payload: JSON.stringify(text) };
  const lane = session.counts.of(row);
  deliver(session, db, { run, lane, status: row.status, owner: row.owner, message, sender });
}

/** Values stay as they are encoded: the worker of who is told reads them. */
function endOf({ id, workflow, status, output, error, why, cancelReason }: RunRow): object {
  return { id, workflow, status, output, error, why: why ?? cancelReason };
}

export function readRow(session: Session, db: Connection, run: RunKey): RunRow | undefined {
  const row = db.stmt(rowSql).get(run);
  return row && wholeRun(db, toRun(row, session.namespace));
}
