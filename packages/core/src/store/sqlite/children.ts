/** Child runs: started, waited for and given up in the transaction that records it in their parent's journal. */
import { failure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import type { AwaitRow, ChildStart, GivenUp, RunKey, RunWrite } from "../port.ts";
import { awaitEnd, forgetAwait } from "./await-end.ts";
import type { Connection } from "./driver.ts";
import { noteHandle } from "./handles.ts";
import type { Sender } from "./inbox.ts";
import { afterEnds, readRow, tell } from "./run-ends.ts";
import { cancelRun, type EndedRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { newestOf, startRun } from "./start.ts";

interface Parent {
  readonly run: RunKey;
  readonly at: number;
  readonly sender: Sender;
}

export function writeChildren(session: Session, db: Connection, write: RunWrite, parent: Parent): void {
  for (const child of write.children) startChild(session, db, child, parent);
  for (const wanted of write.awaits) registerAwait(session, db, wanted, parent);
  for (const givenUp of write.givenUp) giveUpChild(session, db, givenUp, parent);
}

function startChild(session: Session, db: Connection, child: ChildStart, { run, at, sender }: Parent): void {
  const { op } = child;
  const outcome = startRun(session, db, child.start, { worker: undefined, at });
  if (outcome.row === undefined) throw failure("broken-invariant", { what: `child ${child.start.id} was refused` });
  if (outcome.created || outcome.problem === undefined) {
    const { row, created: fresh } = outcome;
    if (!fresh && !child.awaited) noteHandle(db, run, row.id);
    if (child.awaited) awaitEnd(session, db, { child: row, fresh, parent: run, op, sender });
    return;
  }
  const { workflow, id, status } = outcome.row;
  tell(session, db, { run, op, dedup: "start", text: { id, workflow, status, problem: outcome.problem }, sender });
}

/** Asks to be told of a run's end; of one that has ended, or is not there any more, it is told at once. */
export function registerAwait(
  session: Session,
  db: Connection,
  wanted: AwaitRow,
  { run, sender }: Pick<Parent, "run" | "sender">,
): void {
  const { child: id, op } = wanted;
  const child = newestOf(session, db, id);
  if (child !== undefined) {
    awaitEnd(session, db, { child, fresh: false, parent: run, op, sender });
  } else {
    const text = { id, workflow: "", status: "", problem: "unknown-run", namespace: session.namespace };
    tell(session, db, { run, op, dedup: "unknown", text, sender });
  }
}

/** The parent does not wait for it any more: it is cancelled, if it is the parent's own and it was called. */
function giveUpChild(session: Session, db: Connection, { op, cancels }: GivenUp, { run, at, sender }: Parent): void {
  const child = forgetAwait(db, run, op);
  if (child === undefined || !cancels) return;
  const [row, parent] = [readRow(session, db, child), readRow(session, db, run)];
  if (row === undefined || parent === undefined || isFinished(row.status)) return;
  if (row.parent !== parent.id || row.detached) return;
  const ends: EndedRun[] = [];
  cancelRun({ session, db, row, at, ends }, `its parent "${parent.id}" does not wait for it any more`);
  session.tellOthers();
  afterEnds(session, db, { ends, at, sender });
}
