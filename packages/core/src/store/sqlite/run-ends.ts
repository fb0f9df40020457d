/**
 * What the end of a run means for others, in the transaction that ends it: those who wait for it are told, and if it
 * ended badly its children are asked to end.
 */
import { isFinished, unfinishedStates } from "../../model/run-state.ts";
import type { RunKey, RunRow } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { deliver, type Sender } from "./inbox.ts";
import { keyList, runColumns, toRun } from "./rows.ts";
import { cancelRun, type EndedRun, killRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { stateIn } from "./transition-sql.ts";

const rowSql = `SELECT ${runColumns} FROM runs WHERE key = ?`;
const awaitedSql = "SELECT child, parent, op FROM awaits WHERE child IN (SELECT value FROM json_each(?))";
const toldSql = "DELETE FROM awaits WHERE child = ? AND parent = ? AND op = ?";
const childrenSql = `SELECT ${runColumns} FROM runs INDEXED BY runs_parent
  WHERE namespace = ? AND parent = ? AND superseded = 0 AND detached = 0 AND ${stateIn(unfinishedStates)}`;

export interface Ends {
  /** Those that end because of these are added. */
  readonly ends: EndedRun[];
  readonly at: number;
  readonly sender: Sender;
}

export function afterEnds(session: Session, db: Connection, { ends, at, sender }: Ends): void {
  // Ends lead to further ends: those are appended, and seen to in their turn.
  for (let from = 0; from < ends.length; ) {
    const now = ends.slice(from);
    from = ends.length;
    tellWaiting(session, db, now, sender);
    for (const end of now) if (end.how === "badly" || end.how === "kill") endChildren(session, db, { end, ends, at });
  }
}

function endChildren(session: Session, db: Connection, bad: { end: EndedRun; ends: EndedRun[]; at: number }): void {
  const { end, ends, at } = bad;
  for (const values of db.stmt(childrenSql).all(session.namespaceKey, end.id)) {
    const request = { session, db, row: toRun(values, session.namespace), at, ends };
    if (end.how === "kill") killRun(request, `its parent "${end.id}" was killed`);
    else cancelRun(request, `its parent "${end.id}" has ended`);
    session.held.delete(request.row.key);
  }
}

/** Mostly nobody waits, and that takes one look for all of them. */
function tellWaiting(session: Session, db: Connection, ends: readonly EndedRun[], sender: Sender): void {
  const waiting = db.stmt(awaitedSql).all(keyList(ends.map(({ run }) => run)));
  for (const [run, parent, op] of waiting as [RunKey, RunKey, string][]) {
    const child = readRow(session, db, run);
    db.stmt(toldSql).run(run, parent, op);
    if (child !== undefined) tellEnd(session, db, { child, parent, op, sender });
  }
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
