/** Workers: registration, heartbeat, and what becomes of the runs of those that are gone. */
import { limits } from "../../model/limits.ts";
import { next } from "../../model/run-state.ts";
import type { DeadWorker, Reaped, ReapedRun, RunKey, WorkerInfo, WorkerKey, WorkerRow } from "../port.ts";
import type { Serves } from "../worker-row.ts";
import type { Connection, SqlRow } from "./driver.ts";
import type { Session } from "./session.ts";
import { mayTake, stateAfter } from "./transition-sql.ts";

const registerSql = `INSERT INTO workers (namespace, name, build, machine, boot, pid_namespace, pid, process_started,
  started_at, beat_at, serves) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** Dead ones are kept for a while: one that wakes up must still find that it is dead, by its own row. */
const forgetSql = "DELETE FROM workers WHERE dead_at < ?";
const servesSql = "UPDATE workers SET serves = ? WHERE key = ? AND dead_at IS NULL";
const beatSql = "UPDATE workers SET beat_at = ? WHERE key = ? AND dead_at IS NULL";
const aliveSql = `SELECT key, name, build, machine, boot, pid_namespace, pid, process_started, started_at, beat_at,
  serves FROM workers WHERE namespace = ? AND dead_at IS NULL ORDER BY key`;
const oneAliveSql = "SELECT 1 FROM workers WHERE key = ? AND dead_at IS NULL";
const deadSql = `UPDATE workers SET dead_at = ?
  WHERE key = ? AND namespace = ? AND dead_at IS NULL AND beat_at = coalesce(?, beat_at)`;
const removeSql = "DELETE FROM workers WHERE key = ?";
const given = `${stateAfter("release")}, owner = NULL, ready = 1`;
const ownedBy = "namespace = ? AND owner = ? AND superseded = 0";
const releaseSql = `UPDATE runs INDEXED BY runs_state SET ${given} WHERE ${ownedBy} AND ${mayTake("release")}
  RETURNING workflow, queue`;
/** Deaths in a row: the next entry of the journal begins the count anew (write.ts). */
const reapSql = `UPDATE runs INDEXED BY runs_state SET ${given}, deaths = deaths + 1
  WHERE ${ownedBy} AND ${mayTake("release")} RETURNING workflow, queue, key, id, deaths`;
const loneSql = `UPDATE runs SET lone_deaths = lone_deaths + 1 WHERE key = ? AND deaths > ${limits.suspectAlone}`;
const dropActivitySql = "DELETE FROM activity WHERE worker = ?";
const dropNoticesSql = "DELETE FROM notices WHERE worker = ?";

const keepDeadMs = 86_400_000;

export function register(session: Session, worker: WorkerInfo): Promise<WorkerKey> {
  return session.write("register", (db) => {
    const { name, build, proof, startedAt, serves } = worker;
    const { machine, boot, pidNamespace, pid, started } = proof;
    db.stmt(forgetSql).run(startedAt - keepDeadMs);
    const key = db
      .stmt(registerSql)
      .insert(
        session.namespaceKey,
        name,
        build,
        machine,
        boot,
        pidNamespace,
        pid,
        started,
        startedAt,
        startedAt,
        JSON.stringify(serves),
      );
    return key as WorkerKey;
  });
}

export async function serve(session: Session, worker: WorkerKey, serves: Serves): Promise<void> {
  await session.write("serve", (db) => db.stmt(servesSql).run(JSON.stringify(serves), worker));
}

export function beat(session: Session, worker: WorkerKey, at: number): Promise<boolean> {
  return session.write("heartbeat", (db) => db.stmt(beatSql).run(at, worker) === 1);
}

/** It was not declared dead, nor has it left. */
export function isAlive(db: Connection, worker: WorkerKey): boolean {
  return db.stmt(oneAliveSql).get(worker) !== undefined;
}

export function aliveWorkers(session: Session): Promise<readonly WorkerRow[]> {
  return session.read("workers", (db) =>
    db
      .stmt(aliveSql)
      .all(session.namespaceKey)
      .map((row) => ({
        key: row[0] as WorkerKey,
        name: row[1] as string,
        build: row[2] as string,
        proof: {
          machine: row[3] as string,
          boot: row[4] as string,
          pidNamespace: row[5] as string,
          pid: row[6] as number,
          started: row[7] as string,
        },
        startedAt: row[8] as number,
        beatAt: row[9] as number,
        serves: JSON.parse(row[10] as string) as Serves,
      })),
  );
}

export function reap(session: Session, dead: readonly DeadWorker[], at: number): Promise<Reaped> {
  return session.write("reap", (db) => {
    const workers: WorkerKey[] = [];
    const runs: ReapedRun[] = [];
    for (const { key: worker, beatAt = null } of dead) {
      // Another reaper was faster, it left by itself, or it lives after all.
      if (db.stmt(deadSql).run(at, worker, session.namespaceKey, beatAt) === 0) continue;
      workers.push(worker);
      const given = db.stmt(reapSql).all(session.namespaceKey, worker);
      countReleased(session, given);
      for (const [, , run, id, deaths] of given) {
        runs.push({ run: run as RunKey, id: id as string, deaths: deaths as number });
      }
      forgetWork(session, db, worker);
    }
    // What died in company is not to blame: it, its neighbours or whatever ended several workers may have been it.
    const [alone] = runs;
    if (alone !== undefined && runs.length === 1) db.stmt(loneSql).run(alone.run);
    return { workers, runs };
  });
}

export function deregister(session: Session, worker: WorkerKey): Promise<void> {
  return session.write("deregister", (db) => {
    countReleased(session, db.stmt(releaseSql).all(session.namespaceKey, worker));
    forgetWork(session, db, worker);
    db.stmt(removeSql).run(worker);
  });
}

function countReleased(session: Session, rows: readonly SqlRow[]): void {
  const released = next("running", "release");
  for (const [workflow, queue] of rows) {
    session.counts.of({ workflow: String(workflow), queue: String(queue) }).moved("running", released);
  }
}

function forgetWork(session: Session, db: Connection, worker: WorkerKey): void {
  db.stmt(dropActivitySql).run(worker);
  db.stmt(dropNoticesSql).run(worker);
  for (const [run, held] of session.held) if (held.worker === worker) session.held.delete(run);
  if (session.remembered.trusted === worker) session.remembered.trusted = undefined;
  session.tellOthers();
}
