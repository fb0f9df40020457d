/** The row of a run that was just inserted, without reading it back. */
import type { RunKey, RunRow, StartRow, WorkerKey } from "../port.ts";
import type { Beginning } from "./places/stored-needs.ts";
import type { Session } from "./session.ts";

/** The batch that a start belongs to. */
export interface StartBatch {
  readonly worker: WorkerKey | undefined;
  readonly at: number;
}

export interface NewRun {
  readonly start: StartRow;
  readonly batch: StartBatch;
  readonly generation: number;
  readonly life: number;
  readonly claimsBefore: number;
  /** Of a run that shares places. */
  readonly beginning?: Beginning;
}

interface FreshRun extends NewRun {
  readonly key: RunKey;
  readonly tags: readonly string[];
  readonly status: RunRow["status"];
  readonly owner: WorkerKey | undefined;
}

/** What a SELECT of the new row would give. */
export function freshRow(session: Session, fresh: FreshRun): RunRow {
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
    forkedFrom: undefined,
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
    claimsBefore: fresh.claimsBefore,
    cancelRequestedAt: undefined,
    cancelReason: undefined,
    pauseRequestedAt: undefined,
    deaths: 0,
    loneDeaths: 0,
    continued: false,
    inLine: fresh.beginning?.kind === "in-line" ? fresh.beginning.place : undefined,
    expiresAt: owner === undefined ? start.expiresAt : undefined,
    shares: fresh.beginning !== undefined,
    importedAt: undefined,
    pinned: start.pin !== undefined,
    build: start.pin?.build,
  };
}
