/** New runs: the rows of a batch's starts. */
import { failure } from "../../model/errors.ts";
import { refusalOf } from "../../model/refusal.ts";
import type { Need, Sharing } from "../../model/sharing.ts";
import { decideStart } from "../../model/start-policy.ts";
import type { RunKey, RunRow, StartOutcome, StartRow, WorkerKey } from "../port.ts";
import { keepValue, wholeRun } from "./blobs.ts";
import { readRun } from "./control.ts";
import type { Connection } from "./driver.ts";
import { endUnbegun } from "./end-unbegun.ts";
import { freshRow, type NewRun, type StartBatch } from "./fresh-row.ts";
import { judge } from "./places/begin.ts";
import { holderFor, insertHeir } from "./places/heirs.ts";
import { type Beginning, beginWithNeeds, writeNeeds } from "./places/stored-needs.ts";
import { isPaused } from "./queues.ts";
import { runColumns, toRun } from "./rows.ts";
import { inlineInputMax } from "./schema.ts";
import type { Session } from "./session.ts";
import { summed } from "./summed-text.ts";
import { supersede } from "./supersede.ts";
import { walk } from "./transition-sql.ts";

const insertSql = `
INSERT INTO runs (namespace, id, generation, workflow, state, input, tags, seed, behaviours, module, queue, priority,
  created_at, available_at, ready, due_at, started_at, timeout_ms, owner, claim, parent, root, detached, life,
  needs, in_line, expires_at, pins, build, claims_before)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING`;
const inputSql = "INSERT INTO run_inputs (run, value) VALUES (?, ?)";
const tagSql = "INSERT INTO run_tags (namespace, tag, created_at, run) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
const newestSql = `SELECT ${runColumns} FROM runs WHERE namespace = ? AND id = ? AND superseded = 0`;
const dropTagsSql = "DELETE FROM run_tags WHERE run = ?";
const dropAttributesSql = "DELETE FROM run_attributes WHERE run = ?";

export function startRun(session: Session, db: Connection, start: StartRow, batch: StartBatch): StartOutcome {
  if (start.sharing !== undefined) return startSharing(session, db, { start, sharing: start.sharing, batch });
  // Most ids are new: one statement finds out and inserts.
  const row = insertRun(session, db, { start, batch, ...after(undefined) });
  if (row !== undefined) return { created: true, row };
  const existing = newestOf(session, db, start.id);
  if (existing === undefined) throw failure("broken-invariant", { what: `run ${start.id} is there and is not` });
  const decision = decideStart(existing, start, session.sameValue);
  if (decision.kind === "existing") return { created: false, row: existing, problem: decision.problem };
  supersede(session, db, existing);
  dropFromLists(db, existing.key);
  const next = insertRun(session, db, { start, batch, ...after(existing) });
  if (next === undefined) throw failure("broken-invariant", { what: `run ${start.id} has two newest generations` });
  return { created: true, row: next };
}

/** What there is no room for may be refused, so that it is looked at first. */
function startSharing(session: Session, db: Connection, parts: StartSharing): StartOutcome {
  const { start, sharing, batch } = parts;
  const existing = newestOf(session, db, start.id);
  const decision = existing && decideStart(existing, start, session.sameValue);
  if (existing !== undefined && decision?.kind === "existing")
    return { created: false, row: existing, problem: decision.problem };
  const { at } = batch;
  const claimNow = start.claimNow && !isPaused(session, db, start.queue);
  const { id, priority, availableAt } = start;
  const inherited = inheritedBy(session, db, parts);
  const needs = sharing.needs.filter((need) => !inherited.has(need));
  const own = { ...sharing, needs };
  const verdict = judge(session, db, { id, sharing: own, priority, availableAt, claimNow, at });
  // A child is not refused: its parent's journal says that it was started, and how it ended it is told.
  if (verdict.kind === "refused" && start.lineage === undefined) return { created: false, refusal: verdict.refusal };
  if (existing !== undefined) {
    supersede(session, db, existing);
    dropFromLists(db, existing.key);
  }
  const beginning: Beginning = verdict.kind === "begins" ? verdict.beginning : { kind: "turn", at };
  const row = insertRun(session, db, { start, batch, ...after(existing), beginning });
  if (row === undefined) throw failure("broken-invariant", { what: `run ${start.id} has two newest generations` });
  if (verdict.kind === "begins") {
    for (const [need, holder] of inherited) insertHeir(session, db, { run: row.key, need, holder });
    beginWithNeeds(session, db, { run: row.key, needs, priority, since: availableAt, beginning, at });
    return { created: true, row };
  }
  endUnbegun({ session, db, row, at }, verdict.kind === "skipped" ? verdict.why : refusalOf(verdict.refusal).message);
  return { created: true, row: readRun(session, db, row.key) };
}

/** Counts of an id go on, whatever becomes of its generations. */
function after(before: RunRow | undefined): Pick<NewRun, "generation" | "life" | "claimsBefore"> {
  if (before === undefined) return { generation: 1, life: 1, claimsBefore: 0 };
  const { generation, life, claimsBefore, claim } = before;
  return { generation: generation + 1, life: life + 1, claimsBefore: claimsBefore + claim };
}

/** What an ancestor holds for a child. */
function inheritedBy(session: Session, db: Connection, { start, sharing }: StartSharing): Map<Need, RunKey> {
  const { lineage } = start;
  const found = new Map<Need, RunKey>();
  if (lineage === undefined) return found;
  for (const need of sharing.needs) {
    const holder = holderFor(session, db, { parent: lineage.parent, need });
    if (holder !== undefined) found.set(need, holder);
  }
  return found;
}

export function newestOf(session: Session, db: Connection, id: string): RunRow | undefined {
  const row = newestRow(session, db, id);
  return row && wholeRun(db, row);
}

/** Without the values that stand apart. */
export function newestRow(session: Session, db: Connection, id: string): RunRow | undefined {
  const row = db.stmt(newestSql).get(session.namespaceKey, id);
  return row && toRun(row, session.namespace);
}

function dropFromLists(db: Connection, run: RunKey): void {
  db.stmt(dropTagsSql).run(run);
  db.stmt(dropAttributesSql).run(run);
}

interface StartSharing {
  readonly start: StartRow;
  readonly sharing: Sharing;
  readonly batch: StartBatch;
}

function insertRun(session: Session, db: Connection, parts: NewRun): RunRow | undefined {
  const { start, batch } = parts;
  const inLine = parts.beginning?.kind === "in-line" ? parts.beginning.place : null;
  const owner = ownerOf(session, db, parts);
  const due = start.availableAt <= batch.at;
  const ready = owner === undefined && inLine === null && due;
  const status = owner === undefined ? "pending" : walk("pending", "claim");
  const large = start.input.length > inlineInputMax;
  const tags = [...new Set(start.tags)];
  const key = db
    .stmt(insertSql)
    .insert(
      session.namespaceKey,
      start.id,
      parts.generation,
      start.workflow,
      status,
      large ? null : summed(start.input),
      tags.length === 0 ? null : JSON.stringify(tags),
      start.seed,
      start.behaviours,
      start.module,
      start.queue,
      start.priority,
      start.createdAt,
      start.availableAt,
      ready ? 1 : 0,
      owner === undefined && !due ? start.availableAt : null,
      owner === undefined ? null : batch.at,
      start.timeoutMs ?? null,
      owner ?? null,
      owner === undefined ? 0 : 1,
      start.lineage?.parent ?? null,
      start.lineage?.root ?? null,
      start.lineage?.detached === true ? 1 : 0,
      parts.life,
      start.sharing === undefined ? null : writeNeeds(start.sharing.needs),
      inLine,
      (owner === undefined ? start.expiresAt : undefined) ?? null,
      start.pin === undefined ? 0 : 1,
      start.pin?.build ?? null,
      parts.claimsBefore,
    ) as RunKey | undefined;
  if (key === undefined) return undefined;
  if (large) db.stmt(inputSql).run(key, keepValue(db, key, start.input));
  for (const tag of tags) db.stmt(tagSql).run(session.namespaceKey, tag, start.createdAt, key);
  const lane = session.counts.of(start);
  lane.made(status);
  if (owner === undefined) session.tellOthers();
  else {
    const shares = parts.beginning !== undefined;
    session.held.set(key, {
      worker: owner,
      claim: 1,
      seq: 0,
      suspect: false,
      inboxKnown: true,
      announced: false,
      lane,
      startedAt: batch.at,
      shares,
    });
  }
  return freshRow(session, { ...parts, key, tags, status, owner });
}

function ownerOf(session: Session, db: Connection, parts: NewRun): WorkerKey | undefined {
  const { start, batch, beginning } = parts;
  const room = beginning === undefined || beginning.kind === "held";
  if (!start.claimNow || !room || isPaused(session, db, start.queue)) return undefined;
  if (batch.worker !== undefined) return batch.worker;
  throw failure("broken-invariant", { what: `run ${start.id} is claimed by an engine without a worker` });
}
