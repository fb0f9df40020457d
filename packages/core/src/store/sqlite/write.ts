/**
 * What a batch writes for runs that its worker executes: entries, data, title, attributes, logs, state.
 *
 * A run is checked against the database (owner, claim, state) unless the session holds it (session.ts,
 * invariant 3): on the hot path nothing is read.
 */
import { failure } from "../../model/errors.ts";
import type { AttributeValue, Batch, HeldRun, RunKey, RunWrite } from "../port.ts";
import { keepValue } from "./blobs.ts";
import { writeCache } from "./cache.ts";
import { changeRun } from "./change.ts";
import { writeChildren } from "./children.ts";
import type { Connection } from "./driver.ts";
import type { Held } from "./held.ts";
import { consume, type Sender, sendMessage } from "./inbox.ts";
import { type EntryInsert, entryInsert, lastPosition, writeEntry } from "./journal.ts";
import { writeLogs } from "./logs.ts";
import { changeOpenings } from "./openings.ts";
import { attributeKey, parseAttributes } from "./rows.ts";
import { afterEnds } from "./run-ends.ts";
import type { EndedRun } from "./run-requests.ts";
import type { Session } from "./session.ts";

const checkSql = `SELECT deaths, workflow, queue, started_at, needs IS NOT NULL,
  EXISTS (SELECT 1 FROM activity WHERE run = runs.key) FROM runs
  WHERE key = ? AND owner = ? AND claim = ? AND state = 'running'`;
const clearDeathsSql = "UPDATE runs SET deaths = 0, lone_deaths = 0 WHERE key = ?";
const titleSql = "UPDATE runs SET title = ? WHERE key = ?";
const readAttributesSql = "SELECT attributes, created_at FROM runs WHERE key = ?";
const attributesSql = "UPDATE runs SET attributes = ? WHERE key = ?";
const attributeSql = `INSERT INTO run_attributes (run, name, value, namespace, created_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (run, name) DO UPDATE SET value = excluded.value`;
const dataSql = `INSERT INTO run_data (run, key, value) VALUES (?, ?, ?)
  ON CONFLICT (run, key) DO UPDATE SET value = excluded.value`;

/** A batch whose runs are written, and who is to be told of messages. */
export interface Writing {
  readonly batch: Batch;
  readonly sender: Sender;
}

/** The runs that the worker no longer holds: nothing of theirs was written (S3). */
export function writeRuns(session: Session, db: Connection, { batch, sender }: Writing): RunKey[] {
  const { worker } = batch;
  if (worker === undefined) throw failure("broken-invariant", { what: "an engine without a worker wrote to a run" });
  const insert = entryInsert(db);
  const lost: RunKey[] = [];
  const ends: EndedRun[] = [];
  for (const write of batch.writes) {
    const held = heldBy(session, db, { run: write.run, claim: write.claim, worker });
    if (held === undefined) {
      lost.push(write.run);
      continue;
    }
    writeEntries(db, insert, write, held);
    writeRest(session, db, write);
    consume(db, write.consumed);
    if (write.openings !== undefined && write.openings.length > 0)
      changeOpenings(session, db, { run: write.run, changes: write.openings });
    if (write.cache !== undefined && write.cache.length > 0)
      writeCache(session, db, { run: write.run, writes: write.cache });
    for (const send of write.sends) sendMessage(session, db, send, sender);
    writeChildren(session, db, write, { run: write.run, at: batch.at, sender });
    const { change } = write;
    if (change !== undefined) changeRun(session, db, { write, held, change, worker, at: batch.at, ends });
  }
  if (ends.length > 0) afterEnds(session, db, { ends, at: batch.at, sender });
  return lost;
}

function heldBy(session: Session, db: Connection, { run, claim, worker }: HeldRun): Held | undefined {
  const known = session.held.get(run);
  if (known !== undefined && known.claim === claim && known.worker === worker) return known;
  const row = db.stmt(checkSql).get(run, worker, claim);
  if (row === undefined) {
    session.held.delete(run);
    return undefined;
  }
  const lane = session.counts.of({ workflow: String(row[1]), queue: String(row[2]) });
  const held = {
    worker,
    claim,
    seq: lastPosition(db, run),
    suspect: Number(row[0]) > 0,
    inboxKnown: false,
    announced: row[5] === 1,
    lane,
    startedAt: Number(row[3]),
    shares: row[4] === 1,
  };
  session.held.set(run, held);
  return held;
}

/** Whether the worker holds the run under this claim. */
export function isHeld(session: Session, db: Connection, held: HeldRun): boolean {
  return heldBy(session, db, held) !== undefined;
}

function writeEntries(db: Connection, insert: EntryInsert, write: RunWrite, held: Held): void {
  const { entries, run } = write;
  for (const entry of entries) {
    // S5: a gap or a repetition is our own mistake, and stops the batch before it is kept.
    if (entry.seq !== held.seq + 1) {
      throw failure("broken-invariant", { what: `entry ${entry.seq} of run ${run} was to follow entry ${held.seq}` });
    }
    writeEntry(insert, run, entry);
    held.seq = entry.seq;
  }
  if (held.suspect && entries.length > 0) {
    db.stmt(clearDeathsSql).run(run);
    held.suspect = false;
  }
}

function writeRest(session: Session, db: Connection, write: RunWrite): void {
  writeWhatIsSet(session, db, write);
  if (write.logs.length > 0) writeLogs(db, write.run, write.logs);
}

/** What is readable from outside of what the code has set. */
export function writeWhatIsSet(
  session: Session,
  db: Connection,
  { run, data, title, attributes }: Pick<RunWrite, "run" | "data" | "title" | "attributes">,
): void {
  for (const [key, value] of data) db.stmt(dataSql).run(run, key, keepValue(db, run, value));
  if (title !== undefined) db.stmt(titleSql).run(title, run);
  if (attributes !== undefined) writeAttributes(session, db, { run, attributes });
}

interface Attributes {
  readonly run: RunKey;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Kept twice: as one object in the run's row, to be read with it, and one by one, to be searched. */
function writeAttributes(session: Session, db: Connection, { run, attributes }: Attributes): void {
  const [before, createdAt] = db.stmt(readAttributesSql).get(run) ?? [null, 0];
  db.stmt(attributesSql).run(JSON.stringify({ ...parseAttributes(before), ...attributes }), run);
  for (const [name, value] of Object.entries(attributes)) {
    db.stmt(attributeSql).run(run, name, attributeKey(value), session.namespaceKey, Number(createdAt));
  }
}
