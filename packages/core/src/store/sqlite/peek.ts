/** Whether a claim would bring anything; reads only, so that nobody writes in vain. */
import type { Claimable, ClaimRequest, WorkerKey } from "../port.ts";
import type { Connection } from "./driver.ts";
import { earliest, gatherNamed, suspectsOf } from "./gather.ts";
import { lanesOf } from "./lanes.ts";
import { lookOut, type Outlook } from "./outlook.ts";
import { readPausedQueues } from "./queues.ts";
import type { Session } from "./session.ts";

export function peek(session: Session, wanted: ClaimRequest, at: number): Promise<Claimable> {
  return session.read("peek", (db) => {
    const outlook = lookOut(session, db, wanted.build);
    const found = peekRuns(session, db, { wanted, at, outlook });
    const nextDueAt = earliest(earliest(outlook.expiresAt, outlook.turnEndsAt), found.nextDueAt);
    return { now: found.now || (nextDueAt !== undefined && nextDueAt <= at), nextDueAt };
  });
}

interface Peek {
  readonly wanted: ClaimRequest;
  readonly at: number;
  readonly outlook: Outlook;
}

function peekRuns(session: Session, db: Connection, { wanted, at, outlook }: Peek): Claimable {
  const paused = outlook.paused ? readPausedQueues(session, db) : new Set<string>();
  if (wanted.ids !== undefined) {
    const claimer = { worker: 0 as WorkerKey, at, wanted, paused };
    const named = gatherNamed(session, db, { ids: wanted.ids, claimer });
    return { now: named.candidates.length > 0, nextDueAt: named.nextDueAt };
  }
  let nextDueAt: number | undefined;
  for (const { sql, at: lane, some } of lanesOf(session, { wanted, paused }, outlook)) {
    if (some.ready && db.stmt(sql.ready).get(...lane, 1) !== undefined) return { now: true, nextDueAt };
    const due = some.due ? db.stmt(sql.due).get(...lane, 1) : undefined;
    if (due !== undefined) nextDueAt = earliest(nextDueAt, Number(due[2]));
  }
  const looks = outlook.suspects && wanted.suspects !== "none";
  return { now: looks && suspectsOf(session, db, { wanted, paused }).length > 0, nextDueAt };
}
