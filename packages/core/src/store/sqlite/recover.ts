/**
 * After outcome-unknown: did the batch land, and with what result?
 * The worker's row names its last batch; the parts of a result that cannot be told from the rows are kept there
 * too, in short. An engine without a worker has a table for it.
 */

import type { Entry } from "../../model/entry.ts";
import { failure } from "../../model/errors.ts";
import type { StartRefusal } from "../../model/sharing.ts";
import type { Batch, CommitResult, RunKey, RunRow, SendOutcome, StartOutcome, StartProblem } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import type { Connection, SqlRow } from "./driver.ts";
import { freshRow } from "./fresh-row.ts";
import { deliveredTo } from "./inbox.ts";
import { isWritten } from "./journal.ts";
import { loadClaimed } from "./load-claimed.ts";
import { keyList, runColumns, toRun } from "./rows.ts";
import type { Session } from "./session.ts";
import { isAlive } from "./workers.ts";

const resultSql = "UPDATE workers SET batch = ?, result = ? WHERE key = ?";
const insertSql = "INSERT INTO batches (id, at, result) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
/** The last hundred stay, whatever the time is said to be: clocks may have been put forward. */
const forgetSql = `DELETE FROM batches WHERE at < min(?,
  coalesce((SELECT at FROM batches WHERE at > 0 ORDER BY at DESC LIMIT 1 OFFSET 99), 0))`;
const ofWorkerSql = "SELECT result FROM workers WHERE key = ? AND batch = ?";
const ofClientSql = "SELECT result FROM batches WHERE id = ?";
const rowsSql = `SELECT ${runColumns} FROM runs WHERE key IN (SELECT value FROM json_each(?))`;

/** How long the batch of an engine without a worker can be asked for. */
const keepMs = 3_600_000;

type StartMemo = readonly [run: RunKey, created: 0 | 1, problem: StartProblem | ""];

/** [run, 1 if created, problem or ""] or the refusal per start; lost; claimed; next due; sends. */
type Memo = readonly [
  starts: readonly (StartMemo | StartRefusal)[],
  lost: readonly RunKey[],
  claimed: readonly RunKey[],
  nextDueAt: number | null,
  sends: readonly SendOutcome[],
];

export function remember(db: Connection, batch: Batch, result: CommitResult): void {
  const { worker } = batch;
  const nothingNew = batch.starts.length === 0 && batch.sends.length === 0;
  const plain = nothingNew && batch.claim === undefined && result.lost.length === 0;
  if (worker === undefined) {
    db.stmt(forgetSql).run(batch.at - keepMs);
    db.stmt(insertSql).run(batch.id, batch.at, plain ? null : memoOf(result));
  } else if (!plain) {
    db.stmt(resultSql).run(batch.id, memoOf(result), worker);
  }
}

export function recover(session: Session, batch: Batch): Promise<CommitResult | undefined> {
  return session.snapshot("recover", (db) => {
    const row = find(db, batch);
    if (row === undefined && !hasLanded(db, batch)) return undefined;
    // Which messages the batch left is not kept: all that wait are told of, and the worker knows those that it has.
    const delivered = batch.worker === undefined ? [] : deliveredTo(session, db, batch.worker);
    if (row === undefined || row[0] === null)
      return {
        starts: [],
        sends: [],
        delivered,
        lost: [],
        claimed: [],
        nextDueAt: undefined,
        woke: batch.worker !== undefined,
      };
    const result = resultOf(session, db, { memo: JSON.parse(String(row[0])) as Memo, batch });
    // Not kept; that it looks once more harms nobody.
    const heldBack = batch.claim?.suspects === "wait" && result.claimed.length === 0;
    return { ...result, delivered, woke: batch.worker !== undefined, heldBack };
  });
}

/**
 * An entry whose being there proves that a batch landed; undefined when the batch has none, or has more to tell than
 * that it landed. Where runs were lost the worker's row says so, and is looked at first.
 */
export function witnessOf(batch: Batch): { readonly run: RunKey; readonly entry: Entry } | undefined {
  if (batch.starts.length > 0 || batch.sends.length > 0 || batch.claim !== undefined) return undefined;
  for (const { run, entries } of batch.writes) {
    const entry = entries[0];
    if (entry !== undefined) return { run, entry };
  }
  return undefined;
}

/**
 * While a worker is alive nobody else writes to its runs: what stands at the position of its entry is that entry, in
 * whatever key. One that was declared dead cannot tell its own from what a run's next claim has written, perhaps the
 * very same; its batch is not written again either way.
 */
function hasLanded(db: Connection, batch: Batch): boolean {
  const witness = witnessOf(batch);
  if (witness === undefined || batch.worker === undefined || !isAlive(db, batch.worker)) return false;
  return isWritten(db, witness.run, witness.entry.seq);
}

function find(db: Connection, batch: Batch): SqlRow | undefined {
  if (batch.worker === undefined) return db.stmt(ofClientSql).get(batch.id);
  return db.stmt(ofWorkerSql).get(batch.worker, batch.id);
}

function memoOf(result: CommitResult): string {
  const starts = result.starts.map((start): StartMemo | StartRefusal => {
    if (start.row === undefined) return start.refusal;
    return [start.row.key, start.created ? 1 : 0, start.created ? "" : (start.problem ?? "")];
  });
  const claimed = result.claimed.map(({ row }) => row.key);
  const memo: Memo = [starts, result.lost, claimed, result.nextDueAt ?? null, result.sends];
  return JSON.stringify(memo);
}

interface Remembered {
  readonly memo: Memo;
  readonly batch: Batch;
}

function resultOf(
  session: Session,
  db: Connection,
  { memo, batch }: Remembered,
): Omit<CommitResult, "delivered" | "woke"> {
  const [starts, lost, claimed, nextDueAt, sends] = memo;
  const rows = new Map<RunKey, RunRow>();
  for (const row of db
    .stmt(rowsSql)
    .all(keyList([...starts.flatMap((start) => (isMade(start) ? start[0] : [])), ...claimed]))) {
    const run = wholeRun(db, toRun(row, session.namespace));
    rows.set(run.key, run);
  }
  // Some may have been taken away since, or even removed.
  const held = claimed.flatMap((run) => {
    const row = rows.get(run);
    return row?.owner === batch.worker && row?.status === "running" ? [row] : [];
  });
  const loaded = loadClaimed(session, db, { rows: held });
  for (const damage of loaded.damaged.values()) throw damage;
  return {
    starts: starts.map((start, at): StartOutcome => {
      if (!isMade(start)) return { created: false, refusal: start };
      const [run, created, problem] = start;
      const row = rows.get(run) ?? removedSince(session, run, { batch, at });
      if (created === 1) return { created: true, row };
      return { created: false, row, problem: problem === "" ? undefined : problem };
    }),
    sends,
    lost,
    claimed: loaded.runs,
    nextDueAt: nextDueAt ?? undefined,
  };
}

/** It has ended since, and was removed: what is still known of it is what was asked for. Nobody is to execute it. */
function removedSince(session: Session, key: RunKey, { batch, at }: { batch: Batch; at: number }): RunRow {
  const start = batch.starts[at];
  if (start === undefined) throw failure("broken-invariant", { what: `batch ${batch.id} has no start ${at}` });
  const { tags } = start;
  const began = { batch, generation: 1, life: 1, claimsBefore: 0, status: "pending", owner: undefined } as const;
  return freshRow(session, { ...began, start, key, tags });
}

function isMade(start: StartMemo | StartRefusal): start is StartMemo {
  return Array.isArray(start);
}
