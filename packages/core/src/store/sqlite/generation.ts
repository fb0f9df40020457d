/** The next generation of a finished run: same id, workflow, input and options, with the seed and the entries given. */
import { failure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import { ownSeed } from "../../model/seed.ts";
import type { NextGeneration, RunKey, RunRow } from "../port.ts";
import { awaitNext, forgetAwaits, isTold } from "./await-end.ts";
import { noteUses } from "./blobs.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { leaveHandles } from "./handles.ts";
import { dropWhatWasSet, leaveInput, leaveTags, leaveWhatWasSet } from "./heritage.ts";
import { inheritInbox } from "./inbox.ts";
import { writeEntries } from "./journal.ts";
import { inheritOpenings } from "./openings.ts";
import { needAgain } from "./places/stored-needs.ts";
import type { Session } from "./session.ts";
import { newestOf } from "./start.ts";
import { supersede } from "./supersede.ts";
import { isHeld } from "./write.ts";

const copySql = `
INSERT INTO runs (namespace, id, generation, workflow, state, input, tags, title, attributes, seed, behaviours, module,
  queue, priority, created_at, available_at, ready, due_at, timeout_ms, clock_at, parent, root, detached, life, needs, pins, build,
  claims_before)
SELECT namespace, id, generation + 1, workflow, 'pending', input, tags, title, attributes, ?, behaviours, module,
  queue, priority, ?, ?, ?, ?, timeout_ms, iif(?, coalesce(clock_at, started_at), NULL),
  parent, root, detached, life + ?, needs, pins, iif(?, build, NULL),
  claims_before + claim
FROM runs WHERE key = ?`;
const forgetSql = "UPDATE runs SET title = NULL, attributes = NULL WHERE key = ?";

/** @throws worker-fenced when who asks has lost its run; illegal-transition when the run is not finished; already-begun-anew when it is not its id's newest; unknown-run */
export function nextGeneration(session: Session, run: RunKey, begin: NextGeneration, at: number): Promise<RunRow> {
  return session.write("retry", (db) => {
    const { by, fromStart = false } = begin;
    if (by !== undefined && !isHeld(session, db, by)) throw failure("worker-fenced", { worker: by.worker });
    const old = readRun(session, db, run);
    // Its end is the answer: it has ended since the run asks for it.
    if (by?.op !== undefined && isTold(db, by.run, by.op))
      throw failure("already-begun-anew", { id: old.id, generation: old.generation });
    refuse(session, db, old);
    supersede(session, db, old);
    const availableAt = at + restOfDelay(old, at);
    const due = availableAt <= at;
    const key = db.stmt(copySql).insert(
      begin.seed,
      at,
      availableAt,
      due ? 1 : 0,
      due ? null : availableAt,
      fromStart ? 0 : 1,
      // Positions in it may have moved: what is the run's alone has not.
      ownSeed(begin.seed) === ownSeed(old.seed) ? 0 : 1,
      keepsBuild(begin) ? 1 : 0,
      run,
    ) as RunKey;
    session.counts.of(old).made("pending");
    const heritage = { from: run, to: key, at };
    leaveInput(db, heritage);
    leaveTags(db, heritage);
    if (fromStart) {
      dropWhatWasSet(db, heritage);
      db.stmt(forgetSql).run(key);
    } else {
      leaveWhatWasSet(db, heritage);
      leaveHandles(db, heritage);
    }
    forgetAwaits(db, run);
    if (by?.op !== undefined) awaitNext(db, { child: key, parent: by.run, op: by.op });
    inheritOpenings(session, db, { from: run, to: key, fromStart });
    inheritInbox(db, run, key);
    noteUses(db, key);
    writeEntries(db, key, begin.entries);
    needAgain(session, db, { run: key, availableAt, at });
    session.tellOthers();
    return readRun(session, db, key);
  });
}

/** What was to begin later, and never has, still is, however the clock was set since; what was claimed once is available. */
function restOfDelay({ startedAt, createdAt, availableAt }: RunRow, at: number): number {
  return startedAt === undefined ? Math.max(0, availableAt - Math.max(at, createdAt)) : 0;
}

/** A journal is carried on by the build that wrote it, unless a person says otherwise or nothing of it is kept. */
function keepsBuild({ entries, anyBuild }: NextGeneration): boolean {
  return entries.some(({ kind }) => kind !== "retry") && anyBuild !== true;
}

function refuse(session: Session, db: Connection, old: RunRow): void {
  const newest = newestOf(session, db, old.id);
  if (newest !== undefined && newest.key !== old.key)
    throw failure("already-begun-anew", { id: old.id, generation: newest.generation });
  if (!isFinished(old.status)) throw failure("illegal-transition", { from: old.status, event: "be retried" });
}
