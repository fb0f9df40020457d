/**
 * What a claim could take.
 *
 * Per workflow and queue two indexes are probed: `runs_ready` (pending and due, by priority) and `runs_due`
 * (not before a time: delayed or waiting for a timer, by time). What came due is taken from the second directly;
 * only when more came due than are wanted, and some have a priority of their own (`runs_due_priority`), is it moved
 * to the first, so that priority decides.
 */
import { next } from "../../model/run-state.ts";
import type { ClaimRequest, WorkerKey } from "../port.ts";
import { type Candidate, toCandidate } from "./candidate.ts";
import type { Connection } from "./driver.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import { lookOut, type Outlook } from "./outlook.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";
import { quote, walk } from "./transition-sql.ts";

const suspectSql = `SELECT key, priority, available_at, deaths, state, needs IS NOT NULL, lone_deaths FROM runs INDEXED BY runs_suspect
  WHERE namespace = ? AND workflow = ? AND queue = ? AND ready = 1 AND deaths >= 2 AND (build IS NULL OR build = ?)
  ORDER BY lone_deaths, priority DESC, available_at, key LIMIT ? + 0`;
const anySuspectSql = `SELECT 1 FROM runs INDEXED BY runs_suspect
  WHERE namespace = ? AND ready = 1 AND deaths >= 2 LIMIT 1`;
const namedSql = `SELECT key, priority, coalesce(due_at, available_at), deaths, state, needs IS NOT NULL, lone_deaths,
  due_at, workflow, queue, build
  FROM runs INDEXED BY runs_newest
  WHERE namespace = ? AND id = ? AND superseded = 0 AND (ready = 1 OR due_at IS NOT NULL)`;
const priorityDueSql = `SELECT 1 FROM runs INDEXED BY runs_due_priority
  WHERE namespace = ? AND workflow = ? AND queue = ? AND due_at IS NOT NULL AND priority <> 0 LIMIT 1`;
/** A waiting run is woken, a delayed one stays pending; both are ready from now on. */
const asReady = `state = CASE state WHEN 'waiting' THEN ${quote(walk("waiting", "wake"))} ELSE state END,
  available_at = due_at, ready = 1, due_at = NULL, wake_at = NULL, in_line = NULL`;
const readySomeSql = `UPDATE runs SET ${asReady}
  WHERE key IN (SELECT value FROM json_each(?)) AND due_at IS NOT NULL`;
/** Runs moved from `runs_due` to `runs_ready` by one claim, at most. */
const backlogMax = 1_000;
export interface Claimer {
  readonly worker: WorkerKey;
  readonly at: number;
  readonly wanted: ClaimRequest;
  /** Names of queues of which nothing is taken. */
  readonly paused: ReadonlySet<string>;
}

/** @param outlook of this moment */
export function gather(
  session: Session,
  db: Connection,
  claimer: Claimer,
  outlook: Outlook = lookOut(session, db, claimer.wanted.build),
) {
  const { wanted } = claimer;
  if (wanted.ids !== undefined) return gatherNamed(session, db, { ids: wanted.ids, claimer });
  const candidates: Candidate[] = [];
  let nextDueAt: number | undefined;
  // What came due was made ready, suspects as well: there may be more than the outlook has seen.
  let more = false;
  for (const lane of lanesOf(session, claimer, outlook)) {
    const probe = lane.some.due ? probeDue(session, db, { lane, claimer }) : undefined;
    if (probe !== undefined) {
      candidates.push(...probe.due);
      nextDueAt = earliest(nextDueAt, probe.nextDueAt);
      more ||= probe.madeReady;
    }
    if (wanted.limit === 0 || !(lane.some.ready || more)) continue;
    candidates.push(
      ...db
        .stmt(lane.sql.ready)
        .all(...lane.at, wanted.limit)
        .map(toCandidate),
    );
  }
  if (wanted.limit > 0 && wanted.suspects !== "none" && (outlook.suspects || more))
    candidates.push(...suspectsOf(session, db, claimer));
  return { candidates, nextDueAt };
}

/** Of runs that are named nothing has to be found: they are looked up. */
export function gatherNamed(session: Session, db: Connection, parts: { ids: readonly string[]; claimer: Claimer }) {
  const { ids, claimer } = parts;
  const { workflows, suspects, limit, build } = claimer.wanted;
  const { paused } = claimer;
  const candidates: Candidate[] = [];
  let nextDueAt: number | undefined;
  for (const id of ids) {
    const row = db.stmt(namedSql).get(session.namespaceKey, id);
    if (row === undefined || !workflows.includes(String(row[8])) || paused.has(String(row[9]))) continue;
    if (row[10] !== null && row[10] !== build) continue;
    const dueAt = row[7] as number | null;
    if (dueAt !== null && dueAt > claimer.at) {
      nextDueAt = Math.min(nextDueAt ?? Infinity, dueAt);
      continue;
    }
    const candidate = toCandidate(row);
    if (limit > 0 && (suspects !== "none" || !candidate.suspect)) candidates.push(candidate);
  }
  return { candidates, nextDueAt };
}

function probeDue(session: Session, db: Connection, { lane, claimer }: { lane: Lane; claimer: Claimer }) {
  const { at, wanted } = claimer;
  const rows = db.stmt(lane.sql.due).all(...lane.at, wanted.limit + 1);
  let due = rows.filter((row) => Number(row[2]) <= at);
  const future = rows[due.length];
  let nextDueAt = future && Number(future[2]);
  if (future === undefined && due.length > wanted.limit) {
    nextDueAt = db.stmt(lane.sql.nextDue).get(...lane.at, at)?.[0] as number | undefined;
    if (wanted.limit === 0) return { due: [], nextDueAt, madeReady: false };
    // More than are wanted: by time alone a low priority could go before a high one.
    if (db.stmt(priorityDueSql).get(session.namespaceKey, lane.workflow, lane.queue) !== undefined) {
      const backlog = db.stmt(lane.sql.due).all(...lane.at, Math.max(backlogMax, wanted.limit));
      makeReady(session, db, { lane, runs: backlog.filter((row) => Number(row[2]) <= at).map(toCandidate) });
      return { due: [], nextDueAt, madeReady: true };
    }
    due = due.slice(0, wanted.limit);
  }
  const candidates = due.map(toCandidate);
  // Suspects go where they can be counted; they are candidates from there.
  const suspects = candidates.filter((candidate) => candidate.suspect);
  if (suspects.length > 0) makeReady(session, db, { lane, runs: suspects });
  return { due: candidates.filter((candidate) => !candidate.suspect), nextDueAt, madeReady: suspects.length > 0 };
}

function makeReady(session: Session, db: Connection, due: { lane: Lane; runs: readonly Candidate[] }): void {
  db.stmt(readySomeSql).run(keyList(due.runs.map((run) => run.key)));
  const counts = session.counts.of(due.lane);
  for (const { state } of due.runs) if (state === "waiting") counts.moved(state, next(state, "wake"));
}

/** For whoever knows that there are some. */
export function suspectsOf(
  session: Session,
  db: Connection,
  { wanted, paused }: Pick<Claimer, "wanted" | "paused">,
): Candidate[] {
  const namespace = session.namespaceKey;
  const limit = wanted.suspects === "any" ? wanted.limit : 1;
  return [...new Set(wanted.workflows)].flatMap((workflow) =>
    [...new Set(wanted.queues)].flatMap((queue) =>
      paused.has(queue)
        ? []
        : db.stmt(suspectSql).all(namespace, workflow, queue, wanted.build, limit).map(toCandidate),
    ),
  );
}

/** A suspect is ready to be taken. */
export function anySuspect(session: Session, db: Connection): boolean {
  return db.stmt(anySuspectSql).get(session.namespaceKey) !== undefined;
}

export function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
