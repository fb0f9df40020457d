/**
 * Who waits for whose end. A wait that would close a circle is refused in the transaction that asks for it: whoever
 * closes it, from whatever process, is the one that is told.
 */
import { endBefore } from "../../model/awaited-end.ts";
import { isFinished } from "../../model/run-state.ts";
import type { RunKey, RunRow } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Sender } from "./inbox.ts";
import { tell, tellEnd, waitsNoMore } from "./run-ends.ts";
import type { Session } from "./session.ts";

const awaitSql = "INSERT INTO awaits (child, parent, op) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
const waitingSql = "SELECT DISTINCT parent FROM awaits WHERE child = ?";
const followSql = "UPDATE awaits SET child = ? WHERE child = ?";
const forgetOneSql = "DELETE FROM awaits WHERE parent = ? AND op IN (?, ?) RETURNING child";
const forgetToldSql = "DELETE FROM inbox WHERE run = ? AND dedup IS NOT NULL AND name LIKE 'child~%'";
const toldSql = "SELECT 1 FROM inbox WHERE run = ? AND name = ? AND dedup IS NOT NULL LIMIT 1";
const idSql = "SELECT id FROM runs WHERE key = ?";

export interface WantedEnd {
  readonly child: RunRow;
  /** False for one that was there before: only that can wait for somebody already. */
  readonly fresh: boolean;
  readonly parent: RunKey;
  /** Operation key in the parent. */
  readonly op: string;
  readonly sender: Sender;
}

export function awaitEnd(session: Session, db: Connection, wanted: WantedEnd): void {
  const { child, fresh, parent, op, sender } = wanted;
  if (isFinished(child.status)) {
    tellEnd(session, db, { child: child.key, parent, op, sender });
    return;
  }
  const circle = fresh ? undefined : circleThrough(db, parent, child.key);
  if (circle === undefined) {
    db.stmt(awaitSql).run(child.key, parent, op);
    return;
  }
  const { id, workflow, status } = child;
  const text = {
    id,
    workflow,
    status,
    problem: "call-cycle",
    chain: circle.map((run) => db.stmt(idSql).get(run)?.[0]),
  };
  tell(session, db, { run: parent, op, dedup: "cycle", text, sender });
}

/** Of a generation that begins with this transaction: it waits for nobody yet. */
export function awaitNext(
  db: Connection,
  { child, parent, op }: { readonly child: RunKey; readonly parent: RunKey; readonly op: string },
): void {
  db.stmt(awaitSql).run(child, parent, op);
}

/**
 * The runs that would wait for each other: `parent` for `child`, that for the next, and the last for `parent`. Searched
 * from the parent upwards: a run is seldom waited for by more than one.
 */
function circleThrough(db: Connection, parent: RunKey, child: RunKey): RunKey[] | undefined {
  const waitsFor = new Map<RunKey, RunKey>([[parent, parent]]);
  for (const run of waitsFor.keys()) {
    if (run === child) return [parent, ...wayDown(waitsFor, child, parent)];
    for (const [waiting] of db.stmt(waitingSql).all(run) as [RunKey][])
      if (!waitsFor.has(waiting)) waitsFor.set(waiting, run);
  }
  return undefined;
}

function wayDown(waitsFor: ReadonlyMap<RunKey, RunKey>, from: RunKey, to: RunKey): RunKey[] {
  const way = [from];
  for (let run = from; run !== to; ) {
    run = waitsFor.get(run) as RunKey;
    way.push(run);
  }
  return way;
}

/** Who waits for a run waits for the generation that goes on for it. */
export function followAwaits(db: Connection, from: RunKey, to: RunKey): void {
  db.stmt(followSql).run(to, from);
}

/** The run has been told what the operation asks for, whether it has read it or not. */
export function isTold(db: Connection, run: RunKey, op: string): boolean {
  return db.stmt(toldSql).get(run, `child~${op}`) !== undefined;
}

/** The operation is given up. @returns whose end it waited for; undefined when that has ended, or all this was done before */
export function forgetAwait(db: Connection, parent: RunKey, op: string): RunKey | undefined {
  return db.stmt(forgetOneSql).get(parent, op, endBefore(op))?.[0] as RunKey | undefined;
}

/** The next generation of a parent asks anew: what its children were when it ended is not what they are then. */
export function forgetAwaits(db: Connection, parent: RunKey): void {
  waitsNoMore(db, parent);
  db.stmt(forgetToldSql).run(parent);
}
