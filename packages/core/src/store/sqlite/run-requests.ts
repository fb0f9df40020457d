/**
 * What a request from outside does to one run. The state is read under the write lock, so the branch taken is the right
 * one; the statements are conditional all the same. What an end leads to for other runs is the caller's (run-ends.ts).
 */
import { assert, unreachable } from "../../model/assert.ts";
import { next, type RunEvent } from "../../model/run-state.ts";
import { isSealed } from "../../model/value/sealed-text.ts";
import type { ControlAction, Notice, RunKey, RunRow } from "../port.ts";
import type { Connection, SqlValue } from "./driver.ts";
import { hasDone } from "./journal.ts";
import { closeAsks } from "./openings.ts";
import { leaveLines, leavePlaces } from "./places/leave.ts";
import type { Session } from "./session.ts";
import { mayTake, stateAfter } from "./transition-sql.ts";
import { unpin } from "./unpin.ts";

const requestCancelSql = `UPDATE runs SET cancel_requested_at = ?, cancel_reason = ?
  WHERE key = ? AND cancel_requested_at IS NULL`;
const ended =
  "ended_at = ?, owner = NULL, ready = 0, due_at = NULL, wake_at = NULL, pause_requested_at = NULL, why = ?, in_line = NULL";
const eventSql = {
  expire: event("expire", ended),
  kill: event("kill", `${ended}, claim = claim + 1, cancel_reason = ?`),
  wake: event("wake", "available_at = ?, ready = 1, due_at = NULL, wake_at = NULL, why = NULL"),
  pause: event(
    "pause",
    "paused_at = ?, ready = 0, due_at = NULL, wake_at = NULL, pause_requested_at = NULL, in_line = NULL",
  ),
  resume: event(
    "resume",
    `available_at = ?, ready = ?, due_at = ?, paused_ms = paused_ms + ?, paused_at = NULL, pause_requested_at = NULL,
    why = NULL, error = NULL, deaths = 0, lone_deaths = 0`,
  ),
};
const requestPauseSql = "UPDATE runs SET pause_requested_at = ? WHERE key = ? AND pause_requested_at IS NULL";
const clearPauseSql = "UPDATE runs SET pause_requested_at = NULL WHERE key = ?";
const noticeSql = "INSERT INTO notices (worker, run, kind) VALUES (?, ?, ?)";
const dropNoticesSql = "DELETE FROM notices WHERE worker = ? AND run = ?";
const dropActivitySql = "DELETE FROM activity WHERE run = ?";

function event(name: RunEvent, set: string): string {
  return `UPDATE runs SET ${stateAfter(name)}, ${set} WHERE key = ? AND ${mayTake(name)}`;
}

/** A run that has just ended. */
export interface EndedRun {
  readonly run: RunKey;
  readonly id: string;
  readonly how: "complete" | "badly" | "expire" | "kill";
}

export interface Request {
  readonly db: Connection;
  readonly session: Session;
  readonly row: RunRow;
  readonly at: number;
  /** Runs that have ended by it. */
  readonly ends: EndedRun[];
}

export function act(request: Request, action: ControlAction): void {
  switch (action.kind) {
    case "cancel":
      cancelRun(request, action.reason);
      break;
    case "kill":
      killRun(request, action.reason);
      break;
    case "pause":
      pause(request);
      break;
    case "resume":
      if (action.anyBuild !== undefined) unpin(request, action.anyBuild);
      resume(request);
      break;
    default:
      unreachable(action, "control action");
  }
}

/** Code that has begun ends in its own way, compensations included; what never began just ends. */
export function cancelRun(request: Request, reason: string): void {
  const { db, row, at } = request;
  db.stmt(requestCancelSql).run(at, reason, row.key);
  if (row.status === "pending" && neverBegan(request)) {
    // What generations before it have started ends with it, as it would had it begun.
    change(request, "expire", [at, because("cancelled before it began", reason)], "badly");
  } else if (row.status === "waiting") {
    change(request, "wake", [at]);
    request.session.woken.add(row.key);
  } else if (row.status === "running") {
    notify(request, "cancel");
  }
}

/** Ends a run that never began, and nothing besides. */
export function expireRun(request: Request, why: string): void {
  change(request, "expire", [request.at, why]);
}

/** A generation that a retry began may have a journal before its first claim, and perhaps something to compensate. */
function neverBegan({ db, row }: Request): boolean {
  return row.claim === 0 && !hasDone(db, row.key);
}

export function killRun(request: Request, reason: string): void {
  const { db, session, row, at } = request;
  db.stmt(requestCancelSql).run(at, reason, row.key);
  if (row.status === "running") {
    notify(request, "kill");
    db.stmt(dropActivitySql).run(row.key);
  }
  closeAsks(session, db, row.key);
  change(request, "kill", [at, because("killed", reason), reason]);
}

function pause(request: Request): void {
  const { db, row, at } = request;
  if (row.status === "pending" || row.status === "waiting") {
    change(request, "pause", [at]);
  } else if (row.status === "running" && db.stmt(requestPauseSql).run(at, row.key) === 1) {
    notify(request, "pause");
  }
}

function resume(request: Request): void {
  const { db, row, at } = request;
  if (row.status === "paused" || row.status === "blocked") {
    const pausedMs = row.startedAt === undefined ? 0 : Math.max(0, at - (row.pausedAt ?? at));
    // A start that was delayed stays delayed; what was ever claimed is available since then.
    const availableAt = Math.max(row.availableAt, row.claim === 0 ? 0 : at);
    const ready = availableAt <= at;
    change(request, "resume", [availableAt, ready ? 1 : 0, ready ? null : availableAt, pausedMs]);
  } else if (row.status === "waiting") {
    // Whoever asks may know what it waits for, and execute it: the code is what says so.
    change(request, "wake", [at]);
  } else if (row.pauseRequestedAt !== undefined) {
    db.stmt(clearPauseSql).run(row.key);
    if (row.status === "running") notify(request, "resume");
  }
}

type Changing = keyof typeof eventSql;

/** @param how it ends, where that is not what the event is called */
function change(request: Request, event: Changing, values: readonly SqlValue[], how?: EndedRun["how"]): void {
  const { db, session, row, at } = request;
  const changed = db.stmt(eventSql[event]).run(...values, row.key);
  assert(changed === 1, `run ${row.key} was ${row.status} and could not be changed`);
  session.counts.of(row).moved(row.status, next(row.status, event), { startedAt: row.startedAt, endedAt: at });
  if (event === "pause") leaveLines(session, db, { run: row.key, at });
  if (event !== "expire" && event !== "kill") return;
  leavePlaces(session, db, { run: row.key, at });
  request.ends.push({ run: row.key, id: row.id, how: how ?? event });
  session.ended.push(row.key);
}

function notify({ db, session, row }: Request, kind: Notice["kind"]): void {
  if (row.owner === undefined) return;
  session.woke = true;
  // After a kill nothing else matters to the owner.
  if (kind === "kill") db.stmt(dropNoticesSql).run(row.owner, row.key);
  db.stmt(noticeSql).run(row.owner, row.key, kind);
}

/** A reason that is encrypted stands in its own column only. */
function because(what: string, reason: string): string {
  return reason === "" || isSealed(reason) ? what : `${what}: ${reason}`;
}
