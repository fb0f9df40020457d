/**
 * What the end of a run means for others, in the transaction that ends it: those who wait for it are told, and if it
 * ended badly its children are asked to end.
 */
import { isFinished, type RunState, unfinishedStates } from "../../model/run-state.ts";
import type { RunKey, RunRow, WorkerKey } from "../port.ts";
import { wholeRun, wholeValue } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { type Delivery, deliver, type Sender } from "./inbox.ts";
import { keyList, runColumns, textOf, toRun } from "./rows.ts";
import { cancelRun, type EndedRun, killRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { stateIn } from "./transition-sql.ts";

const rowSql = `SELECT ${runColumns} FROM runs WHERE key = ?`;
/** Of who has ended and of who is told no more is read than is needed: a parent may have 10,000 children. */
const endSql = "SELECT id, workflow, state, output, error, coalesce(why, cancel_reason) FROM runs WHERE key = ?";
const toldRunSql = "SELECT workflow, queue, state, owner FROM runs WHERE key = ?";
const awaitedSql = "SELECT child, parent, op FROM awaits WHERE child IN (SELECT value FROM json_each(?))";
const waitsNoMoreSql = "DELETE FROM awaits WHERE parent = ?";
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
    for (const end of now) {
      // What completes has given up before what it did not wait for any more.
      if (end.how !== "complete") waitsNoMore(db, end.run);
      if (end.how === "badly" || end.how === "kill") endChildren(session, db, { end, ends, at });
    }
  }
}

/** Whose end it waits for may go on without it, and for long. */
export function waitsNoMore(db: Connection, parent: RunKey): void {
  db.stmt(waitsNoMoreSql).run(parent);
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
    db.stmt(toldSql).run(run, parent, op);
    tellEnd(session, db, { child: run, parent, op, sender });
  }
}

export interface TellEnd {
  readonly child: RunKey;
  readonly parent: RunKey;
  /** Operation key in the parent. */
  readonly op: string;
  readonly sender: Sender;
}

export function tellEnd(session: Session, db: Connection, { child, parent, op, sender }: TellEnd): void {
  const end = endOf(db, child);
  if (end !== undefined) tell(session, db, { run: parent, op, dedup: String(child), text: end, sender });
}

export interface Telling {
  readonly run: RunKey;
  readonly op: string;
  readonly dedup: string;
  readonly text: object;
  readonly sender: Sender;
}

export function tell(session: Session, db: Connection, { run, op, dedup, text, sender }: Telling): void {
  const told = toldRun(session, db, run);
  if (told === undefined || isFinished(told.status)) return;
  const message = { name: `child~${op}`, dedup, payload: JSON.stringify(text) };
  deliver(session, db, { run, ...told, message, sender });
}

function toldRun(
  session: Session,
  db: Connection,
  run: RunKey,
): Pick<Delivery, "lane" | "status" | "owner"> | undefined {
  const held = session.held.get(run);
  if (held !== undefined) return { lane: held.lane, status: "running", owner: held.worker };
  const row = db.stmt(toldRunSql).get(run);
  if (row === undefined) return undefined;
  const [workflow, queue, status, owner] = row as readonly [string, string, RunState, WorkerKey | null];
  return { lane: session.counts.of({ workflow, queue }), status, owner: owner ?? undefined };
}

/** Values stay as they are encoded: the worker of who is told reads them. */
function endOf(db: Connection, run: RunKey): object | undefined {
  const row = db.stmt(endSql).get(run);
  if (row === undefined) return undefined;
  const [id, workflow, status, output, error, why] = row.map(textOf);
  return { id, workflow, status, output: output && wholeValue(db, output), error: error && wholeValue(db, error), why };
}

export function readRow(session: Session, db: Connection, run: RunKey): RunRow | undefined {
  const row = db.stmt(rowSql).get(run);
  return row && wholeRun(db, toRun(row, session.namespace));
}
