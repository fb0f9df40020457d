/**
 * A run that comes from another store, with all that belongs to it, in one transaction.
 *
 * A generation that is not finished comes in paused, as if it had been so since it was read: the same run may still be
 * executed where it comes from, and time that passed on the way is no time of work.
 */
import { assert } from "../../model/assert.ts";
import { isFinished, type RunState } from "../../model/run-state.ts";
import { decideStart } from "../../model/start-policy.ts";
import type { ImportOutcome, KeptMessage, RunImport, RunKey, WholeRun } from "../port.ts";
import { keepValue } from "./blobs.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { entryInsert, writeEntry } from "./journal.ts";
import { writeLogs } from "./logs.ts";
import { changeOpenings } from "./openings.ts";
import { beginWithNeeds, writeNeeds } from "./places/stored-needs.ts";
import { attributeKey } from "./rows.ts";
import { inlineInputMax } from "./schema.ts";
import type { Session } from "./session.ts";
import { newestOf } from "./start.ts";
import { summed } from "./summed-text.ts";

const insertSql = `
INSERT INTO runs (namespace, id, generation, superseded, continued, workflow, state, input, why, title, tags,
  attributes, seed, behaviours, module, queue, priority, created_at, available_at, clock_at, started_at, ended_at,
  timeout_ms, paused_ms, paused_at, claim, cancel_requested_at, cancel_reason, parent, root, detached, life, needs,
  expires_at, imported_at, pins, build, forked_from, forked_at, claims_before)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** Large ones stand apart under the run's key. */
const valuesSql = "UPDATE runs SET output = ?, error = ? WHERE key = ?";
const inputSql = "INSERT INTO run_inputs (run, value) VALUES (?, ?)";
const tagSql = "INSERT INTO run_tags (namespace, tag, created_at, run) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
const attributeSql = "INSERT INTO run_attributes (run, name, value, namespace, created_at) VALUES (?, ?, ?, ?, ?)";
const dataSql = "INSERT INTO run_data (run, key, value, inherited) VALUES (?, ?, ?, ?)";
const messageSql = "INSERT INTO inbox (run, name, dedup, payload, at, taken) VALUES (?, ?, ?, ?, ?, ?)";

export function importRun(session: Session, wanted: RunImport): Promise<ImportOutcome> {
  return session.write("import", (db) => {
    const { generations, onExisting } = wanted;
    const last = generations.at(-1)?.facts;
    assert(last !== undefined, "an import without a generation");
    const existing = newestOf(session, db, last.id);
    if (existing !== undefined) {
      const decision = decideStart(existing, { ...last, onExisting }, session.sameValue);
      assert(decision.kind === "existing", "an import does not begin a run anew");
      return { created: false, row: existing, problem: decision.problem };
    }
    const keys = generations.map((whole) => bringIn(session, db, { whole, newest: whole.facts === last, wanted }));
    session.tellOthers();
    return { created: true, row: readRun(session, db, keys.at(-1) as RunKey) };
  });
}

interface Coming {
  readonly whole: WholeRun;
  readonly newest: boolean;
  readonly wanted: RunImport;
}

function bringIn(session: Session, db: Connection, coming: Coming): RunKey {
  const { whole, newest, wanted } = coming;
  const { facts, needs } = whole;
  const run = insertRow(session, db, coming);
  const error = isFinished(facts.status) ? facts.error : undefined;
  db.stmt(valuesSql).run(kept(db, run, facts.output), kept(db, run, error), run);
  const insert = entryInsert(db);
  for (const entry of whole.entries) writeEntry(insert, run, entry);
  writeLogs(db, run, whole.logs);
  for (const { key, value, inherited } of whole.data)
    db.stmt(dataSql).run(run, key, keepValue(db, run, value), kept(db, run, inherited));
  for (const message of whole.inbox) keepMessage(db, run, message);
  changeOpenings(session, db, { run, changes: whole.openings.map((opening) => ({ do: "open", opening })) });
  if (newest) enterLists(session, db, { run, whole });
  if (!isFinished(facts.status)) {
    // It takes its turn when it goes on.
    const later = { priority: facts.priority, since: facts.availableAt, beginning: { kind: "later" as const } };
    beginWithNeeds(session, db, { run, needs, ...later, at: wanted.at });
  }
  return run;
}

function insertRow(session: Session, db: Connection, { whole, newest, wanted }: Coming): RunKey {
  const { facts, needs } = whole;
  const over = isFinished(facts.status);
  const state: RunState = over ? facts.status : "paused";
  const large = facts.input.length > inlineInputMax;
  const run = db
    .stmt(insertSql)
    .insert(
      session.namespaceKey,
      facts.id,
      facts.generation,
      newest ? 0 : 1,
      facts.continued ? 1 : 0,
      facts.workflow,
      state,
      large ? null : summed(facts.input),
      over ? (facts.why ?? null) : null,
      facts.title ?? null,
      facts.tags.length === 0 ? null : JSON.stringify(facts.tags),
      Object.keys(facts.attributes).length === 0 ? null : JSON.stringify(facts.attributes),
      facts.seed,
      facts.behaviours,
      facts.module,
      facts.queue,
      facts.priority,
      facts.createdAt,
      facts.availableAt,
      facts.clockAt ?? null,
      facts.startedAt ?? null,
      facts.endedAt ?? null,
      facts.timeoutMs ?? null,
      facts.pausedMs,
      over ? (facts.pausedAt ?? null) : Math.min(wanted.at, facts.pausedAt ?? wanted.exportedAt),
      facts.claim,
      facts.cancelRequestedAt ?? null,
      facts.cancelReason ?? null,
      facts.parent ?? null,
      facts.root ?? null,
      facts.detached ? 1 : 0,
      facts.life,
      needs.length === 0 ? null : writeNeeds(needs),
      facts.expiresAt ?? null,
      wanted.at,
      facts.pinned ? 1 : 0,
      facts.build ?? null,
      facts.forkedFrom?.id ?? null,
      facts.forkedFrom?.at ?? null,
      facts.claimsBefore,
    ) as RunKey;
  if (large) db.stmt(inputSql).run(run, keepValue(db, run, facts.input));
  const span = facts.endedAt === undefined ? undefined : { startedAt: facts.startedAt, endedAt: facts.endedAt };
  const lane = session.counts.of(facts);
  lane.made(state, span);
  if (!newest) lane.superseded(state);
  return run;
}

function enterLists(session: Session, db: Connection, { run, whole }: { run: RunKey; whole: WholeRun }): void {
  const { tags, attributes, createdAt } = whole.facts;
  for (const tag of tags) db.stmt(tagSql).run(session.namespaceKey, tag, createdAt, run);
  for (const [name, value] of Object.entries(attributes))
    db.stmt(attributeSql).run(run, name, attributeKey(value), session.namespaceKey, createdAt);
}

function keepMessage(db: Connection, run: RunKey, { name, dedup, payload, at }: KeptMessage): void {
  db.stmt(messageSql).run(run, name, dedup ?? null, kept(db, run, payload), at, payload === undefined ? 1 : 0);
}

function kept(db: Connection, run: RunKey, text: string | undefined): string | null {
  return text === undefined ? null : keepValue(db, run, text);
}
