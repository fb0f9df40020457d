/** Child runs: started, waited for and given up in the transaction that records it in their parent's journal. */
import { failure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import type { AwaitRow, ChildStart, RunKey, RunRow, RunWrite } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Sender } from "./inbox.ts";
import { afterEnds, readRow, tell, tellEnd } from "./run-ends.ts";
import { cancelRun, type EndedRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { newestOf, startRun } from "./start.ts";

const awaitSql = "INSERT INTO awaits (child, parent, op) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
const followSql = "UPDATE awaits SET child = ? WHERE child = ?";
const forgetSql = "DELETE FROM awaits WHERE parent = ?";
const forgetToldSql = "DELETE FROM inbox WHERE run = ? AND dedup IS NOT NULL AND name LIKE 'child~%'";

interface Parent {
  readonly run: RunKey;
  readonly at: number;
  readonly sender: Sender;
}

export function writeChildren(session: Session, db: Connection, write: RunWrite, parent: Parent): void {
  for (const child of write.children) startChild(session, db, child, parent);
  for (const wanted of write.awaits) registerAwait(session, db, wanted, parent);
  for (const id of write.givenUp) giveUpChild(session, db, id, parent);
}

function startChild(session: Session, db: Connection, child: ChildStart, { run, at, sender }: Parent): void {
  const { op } = child;
  const outcome = startRun(session, db, child.start, { worker: undefined, at });
  if (outcome.row === undefined) throw failure("broken-invariant", { what: `child ${child.start.id} was refused` });
  if (outcome.created || outcome.problem === undefined) {
    if (child.awaited) awaitChild(session, db, { child: outcome.row, parent: run, op, sender });
    return;
  }
  const { workflow, id, status } = outcome.row;
  tell(session, db, { run, op, dedup: "start", text: { id, workflow, status, problem: outcome.problem }, sender });
}

/** Asks to be told of a run's end; of one that has ended, or is not there any more, it is told at once. */
function registerAwait(session: Session, db: Connection, wanted: AwaitRow, { run, sender }: Parent): void {
  const { child: id, op } = wanted;
  const child = newestOf(session, db, id);
  if (child !== undefined) {
    awaitChild(session, db, { child, parent: run, op, sender });
  } else {
    const text = { id, workflow: "", status: "", problem: "unknown-run", namespace: session.namespace };
    tell(session, db, { run, op, dedup: "unknown", text, sender });
  }
}

function awaitChild(
  session: Session,
  db: Connection,
  wanted: { child: RunRow; parent: RunKey; op: string; sender: Sender },
): void {
  const { child, parent, op } = wanted;
  if (isFinished(child.status)) tellEnd(session, db, wanted);
  else db.stmt(awaitSql).run(child.key, parent, op);
}

/** The parent does not wait for it any more: it is cancelled, if it is the parent's own. */
function giveUpChild(session: Session, db: Connection, id: string, { run, at, sender }: Parent): void {
  const [row, parent] = [newestOf(session, db, id), readRow(session, db, run)];
  if (row === undefined || parent === undefined || isFinished(row.status)) return;
  if (row.parent !== parent.id || row.detached) return;
  const ends: EndedRun[] = [];
  cancelRun({ session, db, row, at, ends }, `its parent "${parent.id}" does not wait for it any more`);
  session.tellOthers();
  afterEnds(session, db, { ends, at, sender });
}

/** Who waits for a run waits for the generation that goes on for it. */
export function followAwaits(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(followSql).run(to, from);
}

/** The next generation of a parent asks anew: what its children were when it ended is not what they are then. */
export function forgetAwaits(db: Connection, parent: RunKey): void {
  db.stmt(forgetSql).run(parent);
  db.stmt(forgetToldSql).run(parent);
}
