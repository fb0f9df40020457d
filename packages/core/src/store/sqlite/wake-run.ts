/** Something that a run may wait for has happened: one that waits is woken, the worker of one that runs is told. */
import { next, type RunState } from "../../model/run-state.ts";
import type { Notice, RunKey, WorkerKey } from "../port.ts";
import type { LaneCounts } from "./counts.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";
import { mayTake, stateAfter } from "./transition-sql.ts";

const wakeSql = `UPDATE runs SET ${stateAfter("wake")}, available_at = ?, ready = 1, due_at = NULL, wake_at = NULL,
  why = NULL WHERE key = ? AND ${mayTake("wake")}`;
/** One is enough, at the end: whoever is hearing the one before drops all up to that, and has not seen this. */
const dropNoticeSql = "DELETE FROM notices WHERE worker = ? AND run = ? AND kind = ?";
const noticeSql = "INSERT INTO notices (worker, run, kind) VALUES (?, ?, ?)";

export interface Waking {
  readonly run: RunKey;
  /** Where its state is counted. */
  readonly lane: LaneCounts;
  readonly status: RunState;
  readonly owner: WorkerKey | undefined;
  readonly at: number;
  readonly because: Notice["kind"];
}

/** What is pending, paused or blocked finds it when it is claimed. */
export function wakeRun(session: Session, db: Connection, waking: Waking): void {
  const { run, status, owner, because } = waking;
  if (status === "waiting") wakeParked(session, db, waking);
  else if (owner !== undefined) tellOwner(session, db, { run, owner, because });
  session.tellOthers();
}

function tellOwner(session: Session, db: Connection, told: { run: RunKey; owner: WorkerKey; because: string }): void {
  const { run, owner, because } = told;
  // The worker of this very connection hears of no write of its own.
  session.woke = true;
  db.stmt(dropNoticeSql).run(owner, run, because);
  db.stmt(noticeSql).run(owner, run, because);
}

type Parked = Pick<Waking, "run" | "lane" | "at">;

/** A run that was just parked goes on at once. */
export function wakeParked(session: Session, db: Connection, { run, lane, at }: Parked): void {
  session.woken.add(run);
  if (db.stmt(wakeSql).run(at, run) === 1) lane.moved("waiting", next("waiting", "wake"));
}
