/**
 * A run that begins with the first entries of another one, under an id of its own. The other is only read. What was
 * sent to it and not taken reaches both: of messages only signals, for the rest concerns operations of the other alone.
 */
import { notStarted } from "../../model/run-errors.ts";
import type { ForkRow, RunKey, RunRow } from "../port.ts";
import { keepValue, noteUses } from "./blobs.ts";
import { registerAwait } from "./children.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { noteHandle } from "./handles.ts";
import { copyTags } from "./heritage.ts";
import { copySignals, nobody } from "./inbox.ts";
import { writeEntries } from "./journal.ts";
import { needAgain } from "./places/stored-needs.ts";
import { inlineInputMax } from "./schema.ts";
import type { Session } from "./session.ts";
import { newestOf } from "./start.ts";
import { summed } from "./summed-text.ts";
import { writeWhatIsSet } from "./write.ts";

/** Its code's time begins when that of the other began: what it reads before the fork is the same. */
const copySql = `
INSERT INTO runs (namespace, id, generation, workflow, state, input, tags, title, seed, behaviours, module,
  queue, priority, created_at, available_at, ready, timeout_ms, clock_at, parent, root, detached, needs, forked_from, forked_at,
  pins, build)
SELECT namespace, ?, 1, workflow, 'pending', ?, tags, ?, ?, behaviours, module,
  queue, priority, ?, ?, 1, timeout_ms, iif(?, coalesce(clock_at, started_at), NULL),
  parent, root, 1, needs, id, ?, pins, iif(?, build, NULL)
FROM runs WHERE key = ?`;
const inputSql = "INSERT INTO run_inputs (run, value) VALUES (?, ?)";
const inheritSql = `INSERT INTO run_data (run, key, value, inherited)
  SELECT ?, key, inherited, inherited FROM run_data WHERE run = ? AND inherited IS NOT NULL`;

/** @throws run-exists, unknown-run */
export function fork(session: Session, run: RunKey, begin: ForkRow, at: number): Promise<RunRow> {
  return session.write("fork", (db) => {
    const from = readRun(session, db, run);
    const there = newestOf(session, db, begin.id);
    if (there !== undefined) throw notStarted({ ...there, problem: "exists" });
    const key = insert(db, begin, { from: run, at });
    session.counts.of(from).made("pending");
    if (begin.input.length > inlineInputMax) db.stmt(inputSql).run(key, keepValue(db, key, begin.input));
    copyTags(db, { from: run, to: key, at });
    db.stmt(inheritSql).run(key, run);
    writeWhatIsSet(session, db, { ...begin, run: key, title: undefined });
    copySignals(db, run, key);
    noteUses(db, key);
    writeEntries(db, key, begin.entries);
    for (const wanted of begin.awaits) registerAwait(session, db, wanted, { run: key, sender: nobody() });
    for (const id of begin.handles) noteHandle(db, key, id);
    needAgain(session, db, { run: key, availableAt: at, at });
    session.tellOthers();
    return readRun(session, db, key);
  });
}

function insert(db: Connection, begin: ForkRow, { from, at }: { from: RunKey; at: number }): RunKey {
  const { id, input, title, seed, at: length } = begin;
  const inline = input.length > inlineInputMax ? null : summed(input);
  return db
    .stmt(copySql)
    .insert(id, inline, title ?? null, seed, at, at, length > 0 ? 1 : 0, length, length > 0 ? 1 : 0, from) as RunKey;
}
