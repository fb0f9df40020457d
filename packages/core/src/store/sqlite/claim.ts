/**
 * Claiming: due runs of the workflows and queues that a worker serves become its own.
 *
 * Per workflow and queue two indexes are probed: `runs_ready` (pending and due, by priority) and `runs_due`
 * (not before a time: delayed or waiting for a timer, by time). What came due is taken from the second directly;
 * only when more came due than are wanted is it moved to the first, so that priority decides.
 */
import { next } from "../../model/run-state.ts";
import type { Claimable, ClaimedRun, ClaimRequest, RunRow, WorkerKey } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import { type Candidate, choose, toCandidate } from "./candidate.ts";
import type { Connection } from "./driver.ts";
import { loadClaimed } from "./load-claimed.ts";
import { keyList, runColumns, toRun } from "./rows.ts";
import type { Session } from "./session.ts";
import { quote, stateAfter, stateIn, walk } from "./transition-sql.ts";

const lane = "namespace = ? AND workflow = ? AND queue = ?";
const readyOrder = "ORDER BY priority DESC, available_at, key LIMIT ?";
const readySql = `SELECT key, priority, available_at, deaths, state FROM runs INDEXED BY runs_ready
  WHERE ${lane} AND ready = 1 AND deaths < 2 ${readyOrder}`;
const suspectSql = `SELECT key, priority, available_at, deaths, state FROM runs INDEXED BY runs_suspect
  WHERE ${lane} AND ready = 1 AND deaths >= 2 ${readyOrder}`;
const anySuspectSql = `SELECT 1 FROM runs INDEXED BY runs_suspect
  WHERE namespace = ? AND ready = 1 AND deaths >= 2 LIMIT 1`;
const dueSql = `SELECT key, priority, due_at, deaths, state FROM runs INDEXED BY runs_due
  WHERE ${lane} AND due_at IS NOT NULL ORDER BY due_at LIMIT ?`;
const nextDueSql = `SELECT due_at FROM runs INDEXED BY runs_due WHERE ${lane} AND due_at > ? ORDER BY due_at LIMIT 1`;
const namedSql = `SELECT key, priority, coalesce(due_at, available_at), deaths, state, due_at, workflow
  FROM runs INDEXED BY runs_newest
  WHERE namespace = ? AND id = ? AND superseded = 0 AND (ready = 1 OR due_at IS NOT NULL)`;
/** A waiting run is woken, a delayed one stays pending; both are ready from now on. */
const asReady = `state = CASE state WHEN 'waiting' THEN ${quote(walk("waiting", "wake"))} ELSE state END,
  available_at = due_at, ready = 1, due_at = NULL, wake_at = NULL`;
const readySomeSql = `UPDATE runs SET ${asReady}
  WHERE key IN (SELECT value FROM json_each(?)) AND due_at IS NOT NULL`;
/** From waiting this is a wake and a claim at once. */
const takeSql = `UPDATE runs SET
  state = CASE state WHEN 'waiting' THEN ${quote(walk("waiting", "wake", "claim"))} ELSE ${quote(walk("pending", "claim"))} END,
  owner = ?, claim = claim + 1, started_at = coalesce(started_at, ?),
  ready = 0, due_at = NULL, wake_at = NULL, why = NULL
  WHERE key IN (SELECT value FROM json_each(?)) AND ${stateIn(["pending", "waiting"])}
  RETURNING ${runColumns}`;
/** Of a damaged journal: the run alone is stopped, else one bad entry would keep its worker from claiming anything. */
const blockSql = `UPDATE runs SET ${stateAfter("block")}, owner = NULL, why = ?, paused_at = ?
  WHERE key = ? AND ${stateIn(["running"])}`;

/** Runs moved from `runs_due` to `runs_ready` by one claim, at most. */
const backlogMax = 1_000;

export interface Claimed {
  readonly runs: readonly ClaimedRun[];
  readonly nextDueAt: number | undefined;
}

export interface Claimer {
  readonly worker: WorkerKey;
  readonly at: number;
  readonly wanted: ClaimRequest;
}

export function claimRuns(session: Session, db: Connection, claimer: Claimer): Claimed {
  const found = gather(session, db, claimer);
  const chosen = choose(found.candidates, claimer.wanted);
  const keys = chosen.map((candidate) => candidate.key);
  if (keys.length === 0) return { runs: [], nextDueAt: found.nextDueAt };
  const taken = db.stmt(takeSql).all(claimer.worker, claimer.at, keyList(keys));
  const rows = new Map(taken.map((row) => [row[0], wholeRun(db, toRun(row, session.namespace))]));
  const inOrder: RunRow[] = [];
  for (const { key, state } of chosen) {
    const row = rows.get(key);
    if (row === undefined) continue;
    inOrder.push(row);
    session.counts.of(row).moved(state, row.status);
  }
  const { runs, damaged } = loadClaimed(session, db, { rows: inOrder, known: claimer.wanted.known });
  for (const row of inOrder) {
    const damage = damaged.get(row.key);
    if (damage === undefined) continue;
    db.stmt(blockSql).run(damage.message, claimer.at, row.key);
    session.counts.of(row).moved(row.status, next(row.status, "block"));
  }
  return { runs, nextDueAt: found.nextDueAt };
}

function gather(session: Session, db: Connection, claimer: Claimer) {
  const { wanted } = claimer;
  if (wanted.ids !== undefined) return gatherNamed(session, db, { ids: wanted.ids, claimer });
  const namespace = session.namespaceKey;
  const candidates: Candidate[] = [];
  let nextDueAt: number | undefined;
  for (const workflow of new Set(wanted.workflows)) {
    for (const queue of new Set(wanted.queues)) {
      const probe = probeDue(session, db, { lane: [namespace, workflow, queue], claimer });
      candidates.push(...probe.due);
      if (probe.nextDueAt !== undefined) nextDueAt = Math.min(nextDueAt ?? Infinity, probe.nextDueAt);
      if (wanted.limit === 0) continue;
      candidates.push(...db.stmt(readySql).all(namespace, workflow, queue, wanted.limit).map(toCandidate));
    }
  }
  if (wanted.limit > 0 && wanted.suspects !== "none") candidates.push(...suspectsOf(session, db, wanted));
  return { candidates, nextDueAt };
}

/** Of runs that are named nothing has to be found: they are looked up. */
function gatherNamed(session: Session, db: Connection, parts: { ids: readonly string[]; claimer: Claimer }) {
  const { ids, claimer } = parts;
  const { workflows, suspects, limit } = claimer.wanted;
  const candidates: Candidate[] = [];
  let nextDueAt: number | undefined;
  for (const id of ids) {
    const row = db.stmt(namedSql).get(session.namespaceKey, id);
    if (row === undefined || !workflows.includes(String(row[6]))) continue;
    const dueAt = row[5] as number | null;
    if (dueAt !== null && dueAt > claimer.at) {
      nextDueAt = Math.min(nextDueAt ?? Infinity, dueAt);
      continue;
    }
    const candidate = toCandidate(row);
    if (limit > 0 && (suspects !== "none" || !candidate.suspect)) candidates.push(candidate);
  }
  return { candidates, nextDueAt };
}

/** Whether a claim would bring anything; reads only, so that nobody writes in vain. */
export function peek(session: Session, wanted: ClaimRequest, at: number): Promise<Claimable> {
  return session.read("peek", (db) => {
    const namespace = session.namespaceKey;
    if (wanted.ids !== undefined) {
      const claimer = { worker: 0 as WorkerKey, at, wanted };
      const named = gatherNamed(session, db, { ids: wanted.ids, claimer });
      return { now: named.candidates.length > 0, nextDueAt: named.nextDueAt };
    }
    let nextDueAt: number | undefined;
    for (const workflow of new Set(wanted.workflows)) {
      for (const queue of new Set(wanted.queues)) {
        if (db.stmt(readySql).get(namespace, workflow, queue, 1) !== undefined) return { now: true, nextDueAt };
        const due = db.stmt(dueSql).get(namespace, workflow, queue, 1);
        if (due !== undefined) nextDueAt = Math.min(nextDueAt ?? Infinity, Number(due[2]));
      }
    }
    const suspects = wanted.suspects !== "none" && db.stmt(anySuspectSql).get(namespace) !== undefined;
    return { now: suspects || (nextDueAt !== undefined && nextDueAt <= at), nextDueAt };
  });
}

type Lane = readonly [namespace: number, workflow: string, queue: string];

function probeDue(session: Session, db: Connection, { lane, claimer }: { lane: Lane; claimer: Claimer }) {
  const { at, wanted } = claimer;
  const rows = db.stmt(dueSql).all(...lane, wanted.limit + 1);
  const due = rows.filter((row) => Number(row[2]) <= at);
  const future = rows[due.length];
  let nextDueAt = future && Number(future[2]);
  if (future === undefined && due.length > wanted.limit) {
    nextDueAt = db.stmt(nextDueSql).get(...lane, at)?.[0] as number | undefined;
    // More than are wanted: by time alone a low priority could go before a high one.
    if (wanted.limit > 0) {
      const backlog = db.stmt(dueSql).all(...lane, Math.max(backlogMax, wanted.limit));
      makeReady(session, db, { lane, runs: backlog.filter((row) => Number(row[2]) <= at).map(toCandidate) });
    }
    return { due: [], nextDueAt };
  }
  const candidates = due.map(toCandidate);
  // Suspects go where they can be counted; they are candidates from there.
  const suspects = candidates.filter((candidate) => candidate.suspect);
  if (suspects.length > 0) makeReady(session, db, { lane, runs: suspects });
  return { due: candidates.filter((candidate) => !candidate.suspect), nextDueAt };
}

function makeReady(session: Session, db: Connection, due: { lane: Lane; runs: readonly Candidate[] }): void {
  const [, workflow, queue] = due.lane;
  db.stmt(readySomeSql).run(keyList(due.runs.map((run) => run.key)));
  const counts = session.counts.of({ workflow, queue });
  for (const { state } of due.runs) if (state === "waiting") counts.moved(state, next(state, "wake"));
}

function suspectsOf(session: Session, db: Connection, wanted: ClaimRequest): Candidate[] {
  const namespace = session.namespaceKey;
  if (db.stmt(anySuspectSql).get(namespace) === undefined) return [];
  const limit = wanted.suspects === "one" ? 1 : wanted.limit;
  return [...new Set(wanted.workflows)].flatMap((workflow) =>
    [...new Set(wanted.queues)].flatMap((queue) =>
      db.stmt(suspectSql).all(namespace, workflow, queue, limit).map(toCandidate),
    ),
  );
}
