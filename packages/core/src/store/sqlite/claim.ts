/**
 * Claiming: due runs of the workflows and queues that a worker serves become its own; gather.ts finds them, choose.ts
 * says which.
 */
import { next } from "../../model/run-state.ts";
import type { ClaimedRun, RunKey, RunRow } from "../port.ts";
import { wholeRun } from "./blobs.ts";
import { choose } from "./choose.ts";
import type { Connection } from "./driver.ts";
import { type Claimer, earliest, gather } from "./gather.ts";
import { loadClaimed } from "./load-claimed.ts";
import { lookOut, type Outlook } from "./outlook.ts";
import { endTurns } from "./places/line.ts";
import { pausedQueues } from "./queues.ts";
import { keyList, runColumns, toRun } from "./rows.ts";
import type { Session } from "./session.ts";
import { quote, stateAfter, stateIn, walk } from "./transition-sql.ts";
import { expireDue } from "./unbegun.ts";
import type { WokenRuns } from "./woken.ts";

/** From waiting this is a wake and a claim at once. */
const takeSql = `UPDATE runs SET
  state = CASE state WHEN 'waiting' THEN ${quote(walk("waiting", "wake", "claim"))} ELSE ${quote(walk("pending", "claim"))} END,
  owner = ?, build = CASE pins WHEN 1 THEN coalesce(build, ?) END, claim = claim + 1, started_at = coalesce(started_at, ?),
  ready = 0, due_at = NULL, wake_at = NULL, why = NULL, in_line = NULL, expires_at = NULL
  WHERE key IN (SELECT value FROM json_each(?)) AND ${stateIn(["pending", "waiting"])}
  RETURNING ${runColumns}`;
/** Of a damaged journal: the run alone is stopped, else one bad entry would keep its worker from claiming anything. */
const blockSql = `UPDATE runs SET ${stateAfter("block")}, owner = NULL, why = ?, paused_at = ?
  WHERE key = ? AND ${stateIn(["running"])}`;

/** How often one claim looks again after those whom it found had no room. */
const roundsMax = 5;

export interface Claimed {
  readonly runs: readonly ClaimedRun[];
  readonly nextDueAt: number | undefined;
  readonly heldBack?: boolean;
}

/** Waiting runs that the messages of this transaction have woken become the worker's own; claimRuns reads the rest. */
export function takeWoken(
  session: Session,
  db: Connection,
  { worker, at, woken }: Pick<Claimer, "worker" | "at"> & { readonly woken: WokenRuns },
): RunRow[] {
  const rows = updateTaken(session, db, { worker, build: woken.build, at, keys: [...woken.keys] });
  for (const row of rows) session.counts.of(row).moved("waiting", row.status);
  return rows;
}

function updateTaken(
  session: Session,
  db: Connection,
  taking: Pick<Claimer, "worker" | "at"> & { readonly build: string; readonly keys: readonly RunKey[] },
): RunRow[] {
  const { worker, build, at, keys } = taking;
  if (keys.length === 0) return [];
  const updated = db.stmt(takeSql).all(worker, build, at, keyList(keys));
  if (session.woken.size > 0) for (const key of keys) session.woken.delete(key);
  return updated.map((row) => wholeRun(db, toRun(row, session.namespace)));
}

/** @param woken what the claimer has got in this transaction already */
export function claimRuns(
  session: Session,
  db: Connection,
  given: Omit<Claimer, "paused">,
  woken: readonly RunRow[] = [],
): Claimed {
  const limit = given.wanted.limit - woken.length;
  const wanted = { ...given.wanted, limit };
  const claimer = { ...given, wanted, paused: pausedQueues(session, db) };
  const { at } = claimer;
  const outlook = lookOut(session, db, wanted.build);
  const late = makeWay(session, db, { at, outlook });
  const { rows: found, nextDueAt, heldBack } = takeRuns(session, db, claimer, late.moved ? undefined : outlook);
  const rows = [...woken, ...found];
  const dueAt = earliest(late.nextAt, nextDueAt);
  const others = heldBack === true ? { nextDueAt: dueAt, heldBack } : { nextDueAt: dueAt };
  if (rows.length === 0) return { runs: [], ...others };
  const { runs, damaged } = loadClaimed(session, db, { rows, known: wanted.known });
  for (const row of rows) {
    const damage = damaged.get(row.key);
    if (damage === undefined) continue;
    db.stmt(blockSql).run(damage.message, at, row.key);
    session.counts.of(row).moved(row.status, next(row.status, "block"));
    session.ended.push(row.key);
  }
  return { runs, ...others };
}

/** Those make way that have not begun, or were not taken, in time. `nextAt`: when the next ones have to. */
function makeWay(session: Session, db: Connection, { at, outlook }: { at: number; outlook: Outlook }) {
  const { expiresAt, turnEndsAt } = outlook;
  const over = expiresAt !== undefined && expiresAt <= at;
  if (!over && !(turnEndsAt !== undefined && turnEndsAt <= at))
    return { moved: false, nextAt: earliest(expiresAt, turnEndsAt) };
  const nextExpiry = over ? expireDue(session, db, at).nextAt : expiresAt;
  return { moved: true, nextAt: earliest(nextExpiry, endTurns(session, db, at)) };
}

/**
 * Those that find no room make way for others, and whose turn comes by it is looked at too.
 * @param outlook of this moment
 */
function takeRuns(
  session: Session,
  db: Connection,
  claimer: Claimer,
  outlook: Outlook | undefined,
): { rows: RunRow[]; nextDueAt: number | undefined; heldBack?: boolean } {
  const { at } = claimer;
  let wanted = claimer.wanted;
  const rows: RunRow[] = [];
  let dueAt = laterThan(session.remembered.takeDue(), wanted.limit === 0 ? -1 : at);
  for (let round = 1; ; round++) {
    const found = gather(session, db, { ...claimer, wanted }, round === 1 ? outlook : undefined);
    const { taken, lined, heldBack } = choose(session, db, { candidates: found.candidates, wanted, at });
    const keys = taken.map((candidate) => candidate.key);
    const updated = updateTaken(session, db, { worker: claimer.worker, build: wanted.build, at, keys });
    const byKey = new Map(updated.map((row) => [row.key, row]));
    for (const { key, state } of taken) {
      const row = byKey.get(key);
      if (row === undefined) continue;
      rows.push(row);
      session.counts.of(row).moved(state, row.status);
    }
    const madeDue = session.remembered.takeDue();
    dueAt = earliest(dueAt, laterThan(madeDue, at));
    const more = lined || (madeDue !== undefined && madeDue <= at);
    const suspect = taken.some((run) => run.suspect);
    const nextDueAt = earliest(dueAt, found.nextDueAt);
    if (heldBack === true) return { rows, nextDueAt, heldBack };
    if (!more || keys.length >= wanted.limit || (suspect && wanted.suspects === "alone")) return { rows, nextDueAt };
    if (round === roundsMax) return { rows, nextDueAt: at };
    const suspects = suspect && wanted.suspects === "one" ? "none" : wanted.suspects;
    wanted = { ...wanted, limit: wanted.limit - keys.length, suspects };
  }
}

function laterThan(dueAt: number | undefined, at: number): number | undefined {
  return dueAt !== undefined && dueAt > at ? dueAt : undefined;
}
