/** Why runs that could begin have not: for the sentence that people are shown. */
import type { RunKey } from "../../port.ts";
import type { Hindrance } from "../../sharing.ts";
import type { Connection, SqlRow } from "../driver.ts";
import { readPausedQueues } from "../queues.ts";
import { keyList } from "../rows.ts";
import { servedLanes } from "../served-lanes.ts";
import type { Session } from "../session.ts";
import { capacityOf, rateFreesAt, toWanted, usedOf, wantedColumns } from "./occupancy.ts";

/** Of those that wait for a time only pinned ones: whoever serves the others is there to see when it has come. */
const runsSql = `SELECT key, workflow, queue, in_line, build FROM runs
  WHERE key IN (SELECT value FROM json_each(?1)) AND (state = 'pending' AND (due_at IS NULL OR due_at <= ?2 OR in_line IS NOT NULL)
    OR state = 'waiting' AND build IS NOT NULL AND due_at <= ?2)`;
const needSql = `SELECT ${wantedColumns} FROM needs WHERE run = ? AND place = ?`;
const holderSql = `SELECT runs.id FROM needs INDEXED BY needs_place JOIN runs ON runs.key = needs.run
  WHERE needs.namespace = ? AND needs.place = ? AND needs.held = 1 LIMIT 1`;

export function hindrances(
  session: Session,
  runs: readonly RunKey[],
  at: number,
): Promise<ReadonlyMap<RunKey, Hindrance>> {
  return session.snapshot("hindrances", (db) => {
    const found = new Map<RunKey, Hindrance>();
    const paused = readPausedQueues(session, db);
    const served = servedLanes(session, db, at);
    for (const row of db.stmt(runsSql).all(keyList(runs), at)) {
      const [run, workflow, queue] = [row[0] as RunKey, String(row[1]), String(row[2])];
      const hindrance: Hindrance | undefined = paused.has(queue)
        ? { kind: "queue-paused", queue }
        : (ofPlace(session, db, { row, at }) ?? ofWorkers(row, served(workflow, queue)));
      if (hindrance !== undefined) found.set(run, hindrance);
    }
    return found;
  });
}

function ofWorkers([, workflow, queue, , build]: SqlRow, builds: ReadonlySet<string>): Hindrance | undefined {
  if (typeof build === "string")
    return builds.has(build) ? undefined : { kind: "no-build", build, builds: [...builds] };
  return builds.size > 0 ? undefined : { kind: "no-worker", workflow: String(workflow), queue: String(queue) };
}

function ofPlace(session: Session, db: Connection, { row, at }: { row: SqlRow; at: number }): Hindrance | undefined {
  const [run, , , place] = row;
  const need = typeof place === "string" ? db.stmt(needSql).get(Number(run), place) : undefined;
  if (need === undefined) return undefined;
  const wanted = toWanted(need);
  if (wanted.periodMs !== undefined)
    return { kind: "rate", place: wanted.place, freeAt: rateFreesAt(session, db, { wanted, at }) };
  const holder = db.stmt(holderSql).get(session.namespaceKey, wanted.place)?.[0];
  return {
    kind: "place",
    place: wanted.place,
    units: wanted.units,
    capacity: capacityOf(session, db, wanted),
    used: usedOf(session, db, { wanted, at }),
    holder: typeof holder === "string" ? holder : undefined,
  };
}
