/** How a run leaves `running`: one conditional statement per event, its states from the table. */
import { failure } from "../../model/errors.ts";
import { isFinished, next, type RunEvent } from "../../model/run-state.ts";
import type { RunChange, RunKey, RunWrite, WorkerKey } from "../port.ts";
import { keepValue } from "./blobs.ts";
import { beginNext } from "./continue.ts";
import type { LaneCounts } from "./counts.ts";
import type { Connection, SqlValue } from "./driver.ts";
import type { Held } from "./held.ts";
import { hasLaterMessage } from "./inbox.ts";
import { leavePlaces, lendPlaces } from "./places/leave.ts";
import type { EndedRun } from "./run-requests.ts";
import type { Session } from "./session.ts";
import { mayTake, stateAfter } from "./transition-sql.ts";
import { wakeParked } from "./wake-run.ts";

type Event = RunChange["event"];

const whose = "WHERE key = ? AND owner = ? AND claim = ?";

const sql: Record<Event, string> = {
  park: statement("park", "wake_at = ?, due_at = ?, why = ?"),
  release: statement("release", "ready = 1"),
  pause: statement("pause", "paused_at = ?, pause_requested_at = NULL"),
  block: statement("block", "error = ?, why = ?, paused_at = ?"),
  complete: statement("complete", "output = ?, ended_at = ?, pause_requested_at = NULL"),
  continue: statement("complete", "continued = 1, ended_at = ?"),
  fail: statement("fail", "error = ?, why = ?, ended_at = ?, pause_requested_at = NULL"),
  cancel: statement("cancel", "error = ?, why = ?, ended_at = ?, pause_requested_at = NULL"),
  time_out: statement("time_out", "error = ?, why = ?, ended_at = ?, pause_requested_at = NULL"),
};

function statement(event: RunEvent, set: string): string {
  const returning = event === "park" ? " RETURNING cancel_requested_at, pause_requested_at" : "";
  return `UPDATE runs SET ${stateAfter(event)}, owner = NULL, ${set} ${whose} AND ${mayTake(event)}${returning}`;
}

const pauseRequestSql = "SELECT pause_requested_at FROM runs WHERE key = ?";
/** A run ends once: after its timeout a cancel is no news. */
const endSeenSql = "SELECT 1 FROM journal WHERE run = ? AND kind IN ('cancel', 'timeout') LIMIT 1";
const pauseParkedSql = `UPDATE runs SET ${stateAfter("pause")}, paused_at = ?, pause_requested_at = NULL,
  due_at = NULL, wake_at = NULL, why = NULL WHERE key = ? AND ${mayTake("pause")}`;
const idSql = "SELECT id FROM runs WHERE key = ?";
const dropActivitySql = "DELETE FROM activity WHERE run = ?";

export interface Change {
  readonly write: RunWrite;
  readonly held: Held;
  readonly change: RunChange;
  readonly worker: WorkerKey;
  readonly at: number;
  /** Runs that have ended are added. */
  readonly ends: EndedRun[];
}

export function changeRun(session: Session, db: Connection, parts: Change): void {
  const { at, held } = parts;
  const { run, claim } = parts.write;
  const change = heedResume(db, run, parts.change);
  const values = [...valuesOf(db, { run, change, at }), run, parts.worker, claim];
  const row = change.event === "park" ? db.stmt(sql.park).get(...values) : undefined;
  const changed = change.event === "park" ? row !== undefined : db.stmt(sql[change.event]).run(...values) === 1;
  if (!changed) throw failure("broken-invariant", { what: `run ${run} was held and could not ${change.event}` });
  const { lane, startedAt } = held;
  lane.moved("running", next("running", runEventOf(change)), { startedAt, endedAt: at });
  session.held.delete(run);
  if (parts.held.shares) givePlaces(session, db, { run, event: change.event, at });
  if (held.announced) db.stmt(dropActivitySql).run(run);
  if (change.event === "continue") beginNext(session, db, { run, change, at });
  if (row !== undefined && change.event === "park")
    heedRequests(session, db, { run, lane, at, cancelAt: row[0] ?? null, pauseAt: row[1] ?? null, seen: change.seen });
  if (change.event !== "continue" && isFinished(next("running", change.event))) parts.ends.push(endOf(db, run, change));
  // Parking with a timer concerns nobody else now; all else may be what somebody waits for.
  if (change.event !== "park") session.tellOthers();
}

function runEventOf({ event }: RunChange): RunEvent {
  return event === "continue" ? "complete" : event;
}

function givePlaces(session: Session, db: Connection, left: { run: RunKey; event: Event; at: number }): void {
  if (left.event === "park") lendPlaces(session, db, left);
  // What continues keeps them.
  else if (left.event !== "continue" && isFinished(next("running", left.event))) leavePlaces(session, db, left);
}

/** The request to pause was taken back while the worker acted on it: the run is given back, to go on. */
function heedResume(db: Connection, run: RunKey, change: RunChange): RunChange {
  const takenBack = change.event === "pause" && db.stmt(pauseRequestSql).get(run)?.[0] === null;
  return takenBack ? { event: "release" } : change;
}

function valuesOf(
  db: Connection,
  { run, change, at }: { readonly run: RunKey; readonly change: RunChange; readonly at: number },
): SqlValue[] {
  switch (change.event) {
    case "park":
      return [change.wakeAt ?? null, change.wakeAt ?? null, change.why];
    case "release":
      return [];
    case "pause":
    case "continue":
      return [at];
    case "complete":
      return [keepValue(db, run, change.output), at];
    case "block":
    case "fail":
    case "cancel":
    case "time_out":
      return [keepValue(db, run, change.error), change.why, at];
  }
}

interface Requests {
  readonly run: RunKey;
  readonly lane: LaneCounts;
  readonly at: number;
  readonly cancelAt: SqlValue;
  readonly pauseAt: SqlValue;
  /** Position of the last message that the worker knew of. */
  readonly seen: number;
}

/**
 * A request that arrived after the worker had last looked must not be slept over: nothing would wake the run.
 * Whether the worker has seen a request to end shows in the journal: it records it first.
 */
function heedRequests(session: Session, db: Connection, { run, lane, at, cancelAt, pauseAt, seen }: Requests): void {
  if (pauseAt !== null) {
    db.stmt(pauseParkedSql).run(at, run);
    lane.moved("waiting", next("waiting", "pause"));
  } else if (isNews(db, run, cancelAt) || hasLaterMessage(db, run, seen)) {
    wakeParked(session, db, { run, lane, at });
  }
}

function isNews(db: Connection, run: RunKey, cancelAt: SqlValue): boolean {
  return cancelAt !== null && db.stmt(endSeenSql).get(run) === undefined;
}

function endOf(db: Connection, run: RunKey, { event }: RunChange): EndedRun {
  // The id is needed for its children only, and these end with it only if it ended badly.
  if (event === "complete") return { run, id: "", how: "complete" };
  return { run, id: String(db.stmt(idSql).get(run)?.[0]), how: "badly" };
}
