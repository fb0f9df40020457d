/**
 * The group commit. In one transaction, in this order: fence, starts, sends, those that they wake, writes, claim, what
 * recover needs.
 * Everything of the engine that must survive goes through here.
 */
import { failure } from "../../model/errors.ts";
import type { Batch, CommitResult, RunKey, RunRow, WorkerKey } from "../port.ts";
import { type Claimed, claimRuns, takeWoken } from "./claim.ts";
import type { Connection } from "./driver.ts";
import { earliest } from "./gather.ts";
import { senderOf, sendMessage } from "./inbox.ts";
import { remember, witnessOf } from "./recover.ts";
import type { Session } from "./session.ts";
import { startRun } from "./start.ts";
import { wokenBy } from "./woken.ts";
import { writeRuns } from "./write.ts";

/** The batch's id in the worker's row is what `recover` looks for, unless an entry of the batch tells as much. */
const fenceSql = "UPDATE workers SET batch = ?, result = NULL WHERE key = ? AND dead_at IS NULL";

const nothingClaimed: Claimed = { runs: [], nextDueAt: undefined };

/** @throws worker-fenced */
export function commit(session: Session, batch: Batch): Promise<CommitResult> {
  return session.write("commit", (db) => {
    fence(session, db, batch);
    const result = applyBatch(session, db, batch);
    remember(db, batch, result);
    return result;
  });
}

/**
 * All that a batch does, within a transaction, of a worker that lives; by the time that it is then. A batch may have waited
 * long for the lock, and rates would count what begins now as begun before that.
 */
export function applyBatch(session: Session, db: Connection, given: Batch): CommitResult {
  const batch = { ...given, at: Math.max(given.at, session.host.now()) };
  const starts = batch.starts.map((start) => startRun(session, db, start, batch));
  const woken = wokenBy(session, db, batch);
  const sender = senderOf(batch);
  const sends = batch.sends.map((send) => sendMessage(session, db, send, { ...sender, woken }));
  const taken = woken === undefined ? [] : takeWoken(session, db, { worker: ownWorker(batch), at: batch.at, woken });
  const lost: RunKey[] = batch.writes.length === 0 ? [] : writeRuns(session, db, { batch, sender });
  const { runs: claimed, nextDueAt: nextOfClaim, heldBack = false } = claim(session, db, batch, taken);
  const nextDueAt = earliest(nextOfClaim, session.remembered.takeDue());
  const { delivered } = sender;
  const woke = session.woke || session.woken.size > 0;
  const ended = session.ended.length === 0 ? undefined : [...session.ended];
  return { starts, sends, delivered, lost, claimed, nextDueAt, woke, ended, heldBack };
}

/**
 * S2. Nothing is read or written for it on the hot path: while nobody else has written, a worker that was alive still
 * is, and an entry of the batch is witness enough that the batch has landed.
 */
function fence(session: Session, db: Connection, batch: Batch): void {
  const { worker } = batch;
  if (worker === undefined || (session.remembered.trusted === worker && witnessOf(batch) !== undefined)) return;
  session.remembered.trusted = worker;
  if (db.stmt(fenceSql).run(batch.id, worker) === 0) throw failure("worker-fenced", { worker });
}

function claim(session: Session, db: Connection, batch: Batch, taken: readonly RunRow[]): Claimed {
  if (batch.claim === undefined) return nothingClaimed;
  return claimRuns(session, db, { worker: ownWorker(batch), at: batch.at, wanted: batch.claim }, taken);
}

function ownWorker(batch: Batch): WorkerKey {
  if (batch.worker !== undefined) return batch.worker;
  throw failure("broken-invariant", { what: "an engine without a worker claimed runs" });
}
