/**
 * Messages to runs: kept, and the run woken or its worker told, in one transaction; taken away in the transaction that
 * records what took them.
 */
import { assert } from "../../model/assert.ts";
import { isFinished, type RunState } from "../../model/run-state.ts";
import type { Batch, Delivered, Message, RunKey, SendOutcome, SendRow, WorkerKey } from "../port.ts";
import { keepValue, wholeValue } from "./blobs.ts";
import type { LaneCounts } from "./counts.ts";
import type { Connection, SqlRow } from "./driver.ts";
import { markAnswered, refusalOf } from "./openings.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";
import { wakeRun } from "./wake-run.ts";
import type { WokenRuns } from "./woken.ts";

const targetSql = `SELECT key, state, owner, workflow, queue, deaths, needs IS NOT NULL OR pins = 1 FROM runs
  WHERE namespace = ? AND id = ? AND superseded = 0`;
const insertSql = "INSERT INTO inbox (run, name, dedup, payload, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
const takeSql = "DELETE FROM inbox WHERE position = ? AND dedup IS NULL";
/** What has a key is remembered, so that its repetition is known for one. */
const takeKeyedSql = "UPDATE inbox SET taken = 1, payload = NULL WHERE position = ? AND taken = 0";
const columns = "inbox.position, inbox.run, inbox.name, inbox.payload, inbox.at";
const unreadSql = `SELECT ${columns} FROM inbox
  WHERE taken = 0 AND run IN (SELECT value FROM json_each(?)) ORDER BY position`;
const ownedSql = `SELECT ${columns} FROM runs INDEXED BY runs_state CROSS JOIN inbox ON inbox.run = runs.key
  WHERE runs.namespace = ? AND runs.state = 'running' AND runs.superseded = 0 AND runs.owner = ? AND inbox.taken = 0
  ORDER BY inbox.position`;
const laterSql = "SELECT 1 FROM inbox WHERE run = ? AND taken = 0 AND position > ? LIMIT 1";
const copySql = `INSERT INTO inbox (run, name, dedup, payload, at)
  SELECT ?, name, dedup, payload, at FROM inbox
  WHERE run = ? AND taken = 0 AND name LIKE 'signal~%' ORDER BY position`;
const forgetActsSql = "DELETE FROM inbox WHERE run = ? AND dedup IS NOT NULL AND taken = 1 AND name LIKE 'step~%'";
/** Each by an index of its own. */
const inheritSql = [
  "UPDATE inbox SET run = ? WHERE run = ? AND taken = 0",
  "UPDATE inbox SET run = ? WHERE run = ? AND dedup IS NOT NULL AND taken = 1",
];

/** Who sends: a run's own worker is told by the result of its batch, others by a notice. */
export interface Sender {
  readonly worker: WorkerKey | undefined;
  readonly delivered: Delivered[];
  /** Takes what its messages wake; undefined where nothing is taken at once, or no more. */
  readonly woken?: WokenRuns | undefined;
}

export function senderOf(batch: Batch): Sender {
  return { worker: batch.worker, delivered: [] };
}

/** A sender that executes nothing here. */
export function nobody(): Sender {
  return { worker: undefined, delivered: [] };
}

type Target = readonly [RunKey, RunState, WorkerKey | null, string, string, number, 0 | 1];

export function sendMessage(session: Session, db: Connection, row: SendRow, sender: Sender): SendOutcome {
  const target = db.stmt(targetSql).get(session.namespaceKey, row.to);
  if (target === undefined) return { sent: false, problem: "unknown" };
  const [run, status, owner, workflow, queue, deaths, special] = target as unknown as Target;
  if (row.onlyTo !== undefined && row.onlyTo !== run) return { sent: false, problem: "gone-on" };
  if (isFinished(status)) return { sent: false, problem: "finished", status };
  const refusal = row.onlyOpen && refusalOf(db, { run, op: row.name, at: session.host.now() });
  if (refusal) return { sent: false, problem: refusal };
  const lane = session.counts.of({ workflow, queue });
  const atOnce = (): boolean =>
    sender.woken?.takes({ run, id: row.to, workflow, queue, deaths, special: special === 1 }) ?? false;
  const fresh = deliver(session, db, { run, lane, status, owner: owner ?? undefined, message: row, sender, atOnce });
  if (row.onlyOpen && fresh) markAnswered(db, run, row.name);
  return { sent: true, run, repeated: !fresh };
}

export interface Delivery {
  readonly run: RunKey;
  readonly lane: LaneCounts;
  readonly status: RunState;
  readonly owner: WorkerKey | undefined;
  readonly message: Omit<SendRow, "to" | "onlyOpen" | "onlyTo">;
  readonly sender: Sender;
  /** Asked when the run waits: true when it is taken by this very transaction, and nobody need be told. */
  readonly atOnce?: () => boolean;
}

/** Puts a message into the inbox of an unfinished run; false when one with its key was there before. */
export function deliver(session: Session, db: Connection, { sender, message, atOnce, ...to }: Delivery): boolean {
  const { run, owner } = to;
  const { name, dedup, payload } = message;
  const at = session.host.now();
  const position = db.stmt(insertSql).insert(run, name, dedup ?? null, keepValue(db, run, payload), at);
  if (position === undefined) return false;
  if (owner !== undefined && owner === sender.worker) {
    const held = session.held.get(run);
    if (held?.inboxKnown) sender.delivered.push({ run, message: { position: Number(position), name, payload, at } });
    else {
      // Others may have left some before, and those come first.
      for (const unread of unreadOf(db, [run]).get(run) ?? []) sender.delivered.push({ run, message: unread });
      if (held !== undefined) held.inboxKnown = true;
    }
  } else if (to.status !== "waiting" || atOnce?.() !== true) {
    // Its worker has this one only when it has read the notice: the next one may be faster.
    const held = session.held.get(run);
    if (held !== undefined) held.inboxKnown = false;
    wakeRun(session, db, { ...to, at, because: "inbox" });
  }
  return true;
}

/** @param positions of messages that entries of this transaction have taken */
export function consume(db: Connection, positions: readonly number[]): void {
  for (const position of positions) {
    const taken = db.stmt(takeSql).run(position) || db.stmt(takeKeyedSql).run(position);
    assert(taken === 1, `message ${position} was taken twice`);
  }
}

export function unreadOf(db: Connection, runs: Iterable<RunKey>): Map<RunKey, Message[]> {
  const found = new Map<RunKey, Message[]>();
  for (const row of db.stmt(unreadSql).all(keyList(runs))) {
    const { run, message } = toDelivered(db, row);
    const messages = found.get(run);
    if (messages === undefined) found.set(run, [message]);
    else messages.push(message);
  }
  return found;
}

/** Everything that waits for runs that the worker executes. */
export function deliveredTo(session: Session, db: Connection, worker: WorkerKey): Delivered[] {
  return db
    .stmt(ownedSql)
    .all(session.namespaceKey, worker)
    .map((row) => toDelivered(db, row));
}

export function inbox(session: Session, run: RunKey): Promise<readonly Message[]> {
  return session.read("inbox", (db) => unreadOf(db, [run]).get(run) ?? []);
}

/** A message has arrived that the worker did not know of when it let the run wait. */
export function hasLaterMessage(db: Connection, run: RunKey, seen: number): boolean {
  return db.stmt(laterSql).get(run, seen) !== undefined;
}

/**
 * The next generation takes over what was not taken, and the keys of what was. What people have decided about a step
 * concerns its attempts in one generation: in the next they may decide again.
 */
export function inheritInbox(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(forgetActsSql).run(from);
  for (const sql of inheritSql) db.stmt(sql).run(to, from);
}

/** What was meant for operations of a generation that is over concerns none of the next. */
export function inheritSignals(db: Connection, from: RunKey, to: RunKey): void {
  for (const sql of inheritSql) db.stmt(`${sql} AND name LIKE 'signal~%'`).run(to, from);
}

/** Another run gets what this one has not taken, too. */
export function copySignals(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(copySql).run(to, from);
}

function toDelivered(db: Connection, row: SqlRow): Delivered {
  const [position, run, name, payload, at] = row as readonly [number, RunKey, string, string, number];
  return { run, message: { position, name, payload: wholeValue(db, payload), at } };
}
