/** New runs: the rows of a batch's starts. */
import { failure } from "../../model/errors.ts";
import { decideStart } from "../../model/start-policy.ts";
import type { RunKey, RunRow, StartOutcome, StartRow, WorkerKey } from "../port.ts";
import { keepValue, wholeRun } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { runColumns, toRun } from "./rows.ts";
import { inlineInputMax } from "./schema.ts";
import type { Session } from "./session.ts";
import { supersede } from "./supersede.ts";
import { walk } from "./transition-sql.ts";

const insertSql = `
INSERT INTO runs (namespace, id, generation, workflow, state, input, tags, seed, behaviours, module, queue, priority,
  created_at, available_at, ready, due_at, started_at, timeout_ms, owner, claim, parent, root, detached, life)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING`;
const inputSql = "INSERT INTO run_inputs (run, value) VALUES (?, ?)";
const tagSql = "INSERT INTO run_tags (namespace, tag, created_at, run) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
const newestSql = `SELECT ${runColumns} FROM runs WHERE namespace = ? AND id = ? AND superseded = 0`;
const dropTagsSql = "DELETE FROM run_tags WHERE run = ?";
const dropAttributesSql = "DELETE FROM run_attributes WHERE run = ?";

/** The batch that a start belongs to. */
export interface StartBatch {
  readonly worker: WorkerKey | undefined;
  readonly at: number;
}

export function startRun(session: Session, db: Connection, start: StartRow, batch: StartBatch): StartOutcome {
  // Most ids are new: one statement finds out and inserts.
  const row = insertRun(session, db, { start, batch, generation: 1, life: 1 });
  if (row !== undefined) return { created: true, row };
  const existing = newestOf(session, db, start.id);
  if (existing === undefined) throw failure("broken-invariant", { what: `run ${start.id} is there and is not` });
  const decision = decideStart(existing, start, session.sameValue);
  if (decision.kind === "existing") return { created: false, row: existing, problem: decision.problem };
  supersede(session, db, existing);
  dropFromLists(db, existing.key);
  const next = insertRun(session, db, { start, batch, generation: existing.generation + 1, life: existing.life + 1 });
  if (next === undefined) throw failure("broken-invariant", { what: `run ${start.id} has two newest generations` });
  return { created: true, row: next };
}

export function newestOf(session: Session, db: Connection, id: string): RunRow | undefined {
  const row = db.stmt(newestSql).get(session.namespaceKey, id);
  return row && wholeRun(db, toRun(row, session.namespace));
}

function dropFromLists(db: Connection, run: RunKey): void {
  db.stmt(dropTagsSql).run(run);
  db.stmt(dropAttributesSql).run(run);
}

interface NewRun {
  readonly start: StartRow;
  readonly batch: StartBatch;
  readonly generation: number;
  readonly life: number;
}

function insertRun(session: Session, db: Connection, parts: NewRun): RunRow | undefined {
  const { start, batch } = parts;
  const owner = ownerOf(start, batch);
  const ready = owner === undefined && start.availableAt <= batch.at;
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
      large ? null : start.input,
      tags.length === 0 ? null : JSON.stringify(tags),
      start.seed,
      start.behaviours,
      start.module,
      start.queue,
      start.priority,
      start.createdAt,
      start.availableAt,
      ready ? 1 : 0,
      owner === undefined && !ready ? start.availableAt : null,
      owner === undefined ? null : batch.at,
      start.timeoutMs ?? null,
      owner ?? null,
      owner === undefined ? 0 : 1,
      start.lineage?.parent ?? null,
      start.lineage?.root ?? null,
      start.lineage?.detached === true ? 1 : 0,
      parts.life,
    ) as RunKey | undefined;
  if (key === undefined) return undefined;
  if (large) db.stmt(inputSql).run(key, keepValue(db, key, start.input));
  for (const tag of tags) db.stmt(tagSql).run(session.namespaceKey, tag, start.createdAt, key);
  const lane = session.counts.of(start);
  lane.made(status);
  if (owner === undefined) session.tellOthers();
  else session.held.set(key, { worker: owner, claim: 1, seq: 0, suspect: false, lane, startedAt: batch.at });
  return freshRow(session, { ...parts, key, tags, status, owner });
}

function ownerOf(start: StartRow, batch: StartBatch): WorkerKey | undefined {
  if (!start.claimNow) return undefined;
  if (batch.worker !== undefined) return batch.worker;
  throw failure("broken-invariant", { what: `run ${start.id} is claimed by an engine without a worker` });
}

interface FreshRun extends NewRun {
  readonly key: RunKey;
  readonly tags: readonly string[];
  readonly status: RunRow["status"];
  readonly owner: WorkerKey | undefined;
}

/** What a SELECT of the new row would give. */
function freshRow(session: Session, fresh: FreshRun): RunRow {
  const { start, owner } = fresh;
  return {
    key: fresh.key,
    namespace: session.namespace,
    id: start.id,
    generation: fresh.generation,
    workflow: start.workflow,
    status: fresh.status,
    input: start.input,
    output: undefined,
    error: undefined,
    why: undefined,
    title: undefined,
    tags: fresh.tags,
    attributes: {},
    parent: start.lineage?.parent,
    root: start.lineage?.root,
    detached: start.lineage?.detached ?? false,
    life: fresh.life,
    seed: start.seed,
    behaviours: start.behaviours,
    module: start.module,
    queue: start.queue,
    priority: start.priority,
    createdAt: start.createdAt,
    availableAt: start.availableAt,
    startedAt: owner === undefined ? undefined : fresh.batch.at,
    clockAt: undefined,
    endedAt: undefined,
    wakeAt: undefined,
    timeoutMs: start.timeoutMs,
    pausedMs: 0,
    pausedAt: undefined,
    owner,
    claim: owner === undefined ? 0 : 1,
    cancelRequestedAt: undefined,
    cancelReason: undefined,
    pauseRequestedAt: undefined,
    deaths: 0,
    continued: false,
  };
}
