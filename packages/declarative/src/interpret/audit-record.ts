/** The record of a release: what was executed, with what, how each job ended, and when. */
import { hashOf } from "../definition/hash.ts";
import type { Status } from "../status.ts";
import type { Board } from "./board.ts";
import type { ErrorRecord, JobRecord, ResultContext, Values } from "./records.ts";
import type { ReleaseInput, RunInput } from "./run-input.ts";

/** One record per release and generation. It holds no secret, and no more than a few hundred kilobytes. */
export interface AuditRecord {
  readonly format: 1;
  /** Its own: `RUN.GENERATION`. What gets it twice knows it by that. */
  readonly id: string;
  /** Under which it is filed: the workflow's, or `overrideLogName`. */
  readonly name: string;
  readonly workflow: string;
  /** Hash of the definition. */
  readonly definition: string;
  readonly runId: string;
  readonly generation: number;
  readonly parentRunId: string | null;
  readonly release: ReleaseInput | null;
  readonly status: Status;
  readonly timedOut: boolean;
  readonly params: Values;
  readonly jobs: Readonly<Record<string, AuditJob>>;
  readonly outputs: Values;
  readonly errors: readonly ErrorRecord[];
  readonly warnings: readonly string[];
  /** ISO 8601, UTC. Null: it never began. */
  readonly startedAt: string | null;
  readonly endedAt: string;
  readonly durationMs: number | null;
}

/** What became of a job. */
export interface AuditJob {
  readonly status: Status;
  /** Why it was skipped or stopped. */
  readonly reason?: string;
  /** It was taken over from an earlier generation. */
  readonly kept?: true;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Of a job without a matrix. */
  readonly stages?: Readonly<Record<string, Status>>;
  /** Of one with a matrix: how many legs there are of each status. */
  readonly legs?: Readonly<Partial<Record<Status, number>>>;
  readonly outputs: Values;
  readonly errors: readonly ErrorRecord[];
}

/** Gets the record of a release; at least once, each time with the same `id`. */
export interface AuditSink {
  /** By which runs name it: another process that goes on with a run looks for it. */
  readonly name: string;
  write(record: AuditRecord): unknown;
}

export interface Recorded {
  readonly run: { readonly id: string; readonly generation: number };
  readonly input: RunInput;
  readonly context: ResultContext;
  readonly board: Board | undefined;
  readonly timedOut: boolean;
  /** Ms; undefined: it never began. */
  readonly began: number | undefined;
  readonly ended: number;
}

const most = { errors: 100, valueChars: 2_000, valuesChars: 64_000 } as const;

export function auditRecord({ run, input, context, board, timedOut, began, ended }: Recorded): AuditRecord {
  const { definition, release = null, audit, parentRunId = null, kept = {} } = input;
  const { status, params, jobs, outputs, errors, info } = context;
  return {
    format: 1,
    id: `${run.id}.${run.generation}`,
    name: audit?.name ?? definition.name,
    workflow: definition.name,
    definition: hashOf(definition),
    runId: run.id,
    generation: run.generation,
    parentRunId,
    release,
    status,
    timedOut,
    params: bounded(params),
    jobs: Object.fromEntries(
      Object.entries(jobs).map(([id, job]) => [
        id,
        jobOf(job, { times: board?.times(id), kept: Object.hasOwn(kept, id) }),
      ]),
    ),
    outputs: bounded(outputs),
    errors: errors.slice(0, most.errors).map(brief),
    warnings: info.warnings,
    startedAt: iso(began),
    endedAt: new Date(ended).toISOString(),
    durationMs: began === undefined ? null : ended - began,
  };
}

type Times = ReturnType<Board["times"]>;

function jobOf(job: JobRecord, { times, kept }: { readonly times: Times; readonly kept: boolean }): AuditJob {
  const { status, info, stages, strategies, outputs, errors } = job;
  const legs: Partial<Record<Status, number>> = {};
  for (const leg of Object.values(strategies ?? {})) legs[leg.status] = (legs[leg.status] ?? 0) + 1;
  return {
    status,
    ...(info.reason === undefined ? {} : { reason: info.reason }),
    ...(kept ? { kept } : {}),
    startedAt: iso(times?.began),
    endedAt: iso(times?.ended),
    ...(stages === undefined
      ? {}
      : { stages: Object.fromEntries(Object.entries(stages).map(([id, stage]) => [id, stage.status])) }),
    ...(strategies === undefined ? {} : { legs }),
    outputs: strategies === undefined ? bounded(outputs) : {},
    errors: errors.slice(0, most.errors).map(brief),
  };
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

function brief(error: ErrorRecord): ErrorRecord {
  return { ...error, message: short(error.message) };
}

/** A record says what a run was given and gave; it is no copy of large data. */
function bounded(values: Values): Values {
  let left: number = most.valuesChars;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const text = JSON.stringify(value) ?? "null";
      if (text.length > most.valueChars || text.length > left) return [name, short(text)];
      left -= text.length;
      return [name, JSON.parse(text) as unknown];
    }),
  );
}

function short(text: string): string {
  return text.length <= most.valueChars ? text : `${text.slice(0, 200)}… (${text.length} characters)`;
}
