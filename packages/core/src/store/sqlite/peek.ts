/** Whether a claim would bring anything; reads only, so that nobody writes in vain. */
import type { Claimable, ClaimRequest, WorkerKey } from "../port.ts";
import type { Connection } from "./driver.ts";
import { earliest, gatherNamed, suspectsOf } from "./gather.ts";
import { lanesOf } from "./lanes.ts";
import { nextTurnEnd } from "./places/line.ts";
import { readPausedQueues } from "./queues.ts";
import type { Session } from "./session.ts";
import { nextExpiry } from "./unbegun.ts";

export function peek(session: Session, wanted: ClaimRequest, at: number): Promise<Claimable> {
  return session.read("peek", (db) => {
    const found = peekRuns(session, db, { wanted, at });
    const nextDueAt = earliest(earliest(nextExpiry(session, db), nextTurnEnd(session, db)), found.nextDueAt);
    return { now: found.now || (nextDueAt !== undefined && nextDueAt <= at), nextDueAt };
  });
}

function peekRuns(session: Session, db: Connection, { wanted, at }: { wanted: ClaimRequest; at: number }): Claimable {
  const paused = readPausedQueues(session, db);
  if (wanted.ids !== undefined) {
    const claimer = { worker: 0 as WorkerKey, at, wanted, paused };
    const named = gatherNamed(session, db, { ids: wanted.ids, claimer });
    return { now: named.candidates.length > 0, nextDueAt: named.nextDueAt };
  }
  let nextDueAt: number | undefined;
  for (const { sql, at: lane } of lanesOf(session, db, { wanted, paused })) {
    if (db.stmt(sql.ready).get(...lane, 1) !== undefined) return { now: true, nextDueAt };
    const due = db.stmt(sql.due).get(...lane, 1);
    if (due !== undefined) nextDueAt = earliest(nextDueAt, Number(due[2]));
  }
  const suspects = wanted.suspects === "none" ? [] : suspectsOf(session, db, { wanted, paused });
  return { now: suspects.length > 0, nextDueAt };
}
