/**
 * wf.continueAs: a generation has ended in favour of the next one of its id, which begins in the same transaction, with
 * an empty journal. What belongs to the id goes over to it: tags, title, attributes, data,
 * unread messages, places, and what was asked of it.
 */
import type { RunChange, RunKey } from "../port.ts";
import { followAwaits, forgetAwaits } from "./await-end.ts";
import { keepValue, noteUses } from "./blobs.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { giveWay } from "./end-unbegun.ts";
import { bequeathWhatWasSet, leaveTags } from "./heritage.ts";
import { inheritSignals } from "./inbox.ts";
import { passPlacesOn } from "./places/leave.ts";
import { inlineInputMax } from "./schema.ts";
import type { Session } from "./session.ts";
import { summed } from "./summed-text.ts";
import { supersede } from "./supersede.ts";

/**
 * A cancel or pause that came while the generation was ending is meant for the run: the next one heeds it,
 * and does not even begin if it was a cancel.
 * A pinned one belongs to the build that takes it: there is no journal yet that another one has written.
 */
const insertSql = `
INSERT INTO runs (namespace, id, generation, workflow, state, input, tags, title, attributes, seed, behaviours, module,
  queue, priority, created_at, available_at, ready, timeout_ms, cancel_requested_at, cancel_reason, pause_requested_at,
  parent, root, detached, life, needs, pins, claims_before)
SELECT namespace, id, generation + 1, workflow, 'pending', ?, tags, title, attributes, ?, ?, module,
  queue, priority, ?, ?, 1, timeout_ms, cancel_requested_at, cancel_reason, pause_requested_at,
  parent, root, detached, life + 1, needs, pins, claims_before + claim
FROM runs WHERE key = ?`;
const inputSql = "INSERT INTO run_inputs (run, value) VALUES (?, ?)";

export interface Continued {
  readonly run: RunKey;
  readonly change: RunChange & { readonly event: "continue" };
  readonly at: number;
}

/** The generation's own row says already that it has ended. */
export function beginNext(session: Session, db: Connection, { run, change, at }: Continued): void {
  const { input, seed, behaviours } = change;
  const old = readRun(session, db, run);
  supersede(session, db, old);
  const large = input.length > inlineInputMax;
  const key = db.stmt(insertSql).insert(large ? null : summed(input), seed, behaviours, at, at, run) as RunKey;
  session.counts.of(old).made("pending");
  if (large) db.stmt(inputSql).run(key, keepValue(db, key, input));
  const heritage = { from: run, to: key, at };
  leaveTags(db, heritage);
  bequeathWhatWasSet(db, heritage);
  forgetAwaits(db, run);
  followAwaits(db, run, key);
  inheritSignals(db, run, key);
  noteUses(db, key);
  passPlacesOn(db, run, key);
  // It has not begun: none of its code is executed.
  if (old.cancelRequestedAt !== undefined)
    giveWay({ session, db, row: readRun(session, db, key), at }, old.cancelReason ?? "");
}
