/**
 * Finds finished generations that are old enough to go. Reads only, a bounded part at a time.
 *
 * There is no index by end: it would cost a page at every end of a run. What ended before an instant was made before
 * it, so the lists' index by creation serves; only runs that took longer than they are kept are looked at in vain.
 */
import { failure } from "../../model/errors.ts";
import type { ExpiredFilter, ExpiredPage, RunKey } from "../port.ts";
import type { Session } from "./session.ts";

/** Index entries looked at by one call. */
const lookedAt = 1_000;

const followedSql = `SELECT ended_at, key, ended_at FROM runs INDEXED BY runs_followed
  WHERE namespace = ? AND workflow = ? AND state = ? AND superseded = 1 AND ended_at < ? AND (ended_at, key) > (?, ?)
  ORDER BY ended_at, key LIMIT ? + 0`;
const newestSql = `SELECT created_at, key, ended_at FROM runs INDEXED BY runs_workflow
  WHERE namespace = ? AND workflow = ? AND state = ? AND superseded = 0 AND state <> 'running'
  AND created_at < ? AND (created_at, key) > (?, ?) ORDER BY created_at, key LIMIT ? + 0`;
/** Generations that another follows come first: the newest one takes with it what is left of them. */
const parts = [followedSql, newestSql] as const;

type Spot = readonly [part: number, at: number, key: number];

export function expired(session: Session, filter: ExpiredFilter, cursor?: string): Promise<ExpiredPage> {
  return session.read("expired", (db) => {
    const { workflow, state, endedBefore } = filter;
    const [part, at, key] = cursor === undefined ? ([0, 0, 0] as const) : readCursor(cursor);
    const sql = parts[part] ?? newestSql;
    const rows = db.stmt(sql).all(session.namespaceKey, workflow, state, endedBefore, at, key, lookedAt);
    const runs = rows.filter((row) => Number(row[2]) < endedBefore).map((row) => row[1] as RunKey);
    const last = rows.length === lookedAt ? rows.at(-1) : undefined;
    if (last !== undefined) return { runs, next: writeCursor([part, Number(last[0]), Number(last[1])]) };
    return { runs, next: part + 1 < parts.length ? writeCursor([part + 1, 0, 0]) : undefined };
  });
}

function writeCursor(spot: Spot): string {
  return spot.join(".");
}

function readCursor(cursor: string): Spot {
  const match = /^([01])\.(\d+)\.(\d+)$/.exec(cursor);
  if (match === null) throw failure("broken-invariant", { what: `${cursor} is no place among expired runs` });
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}
