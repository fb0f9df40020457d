/** Executes the jobs of a definition: those that are ready in the order of the definition, some at a time. */
import type { Job } from "../definition/job.ts";
import type { Course } from "./course.ts";
import { noteEnd, noteJobs } from "./notes.ts";
import type { JobRecord, LegRecord, Values } from "./records.ts";
import { type JobWork, runJob } from "./run-job.ts";
import type { Result } from "./trigger-rule.ts";

export interface JobsOptions {
  /** At a time. */
  readonly most: number;
  readonly env: Values;
  /** Jobs that are not run again, with what they came to. */
  readonly kept: Readonly<Record<string, JobRecord>>;
}

export async function runJobs(
  course: Course,
  jobs: readonly Job[],
  { most, env, kept }: JobsOptions,
): Promise<Record<string, JobRecord>> {
  const records: Record<string, JobRecord> = Object.create(null);
  const waiting: Job[] = [];
  course.board.begin(records);
  for (const job of jobs) {
    if (Object.hasOwn(kept, job.id)) records[job.id] = kept[job.id] as JobRecord;
    else waiting.push(job);
  }
  noteJobs(course, jobs);
  const running = new Map<string, Promise<void>>();
  // Each reading of the clock moves it on: runs that nobody asks about their times go without.
  const noted = course.input.audit !== undefined;
  if (noted) course.board.began = course.wf.now().getTime();
  const begin = (job: Job): void => {
    if (noted) course.board.jobBegan(job.id, course.wf.now().getTime());
    running.set(
      job.id,
      runJob(course, job, workOf(course, job, { records, env })).then((record) => {
        records[job.id] = record;
        noteEnd(course, job, record);
        if (noted) course.board.jobEnded(job.id, course.wf.now().getTime());
        running.delete(job.id);
      }),
    );
  };
  while (waiting.length > 0 || running.size > 0) {
    for (let n = 0; n < waiting.length && running.size < most; ) {
      const job = waiting[n] as Job;
      if (job.needs.every((id) => id in records)) {
        waiting.splice(n, 1);
        begin(job);
      } else n++;
    }
    await Promise.race(running.values());
  }
  return Object.fromEntries(jobs.map(({ id }) => [id, records[id] as JobRecord]));
}

type Records = Readonly<Record<string, JobRecord>>;

function workOf(course: Course, job: Job, { records, env }: { records: Records; env: Values }): JobWork {
  const results = new Map(job.needs.map((id) => [id, resultOf(records[id] as JobRecord)]));
  const needs = Object.fromEntries(job.needs.map((id) => [id, needName(records[id] as JobRecord)]));
  const before = ancestors(course, job);
  const failedBefore = [...before].some((id) => resultOf(records[id] as JobRecord) === "failure");
  const ended = Object.entries(records).map(([id, record]) => [id, needName(record)] as const);
  const artifacts = jobsBefore(course, before).flatMap(({ id }) => records[id]?.artifacts ?? []);
  return { names: { needs, jobs: Object.fromEntries(ended) }, env, artifacts, results, failedBefore };
}

/** What `needs.X.result` says: a failure that was let pass is a success. */
export function resultOf(record: JobRecord): Result {
  return record.info.continued === true ? "success" : outcomeOf(record);
}

/** What `needs.X.outcome` says: what happened, whatever counts. */
export function outcomeOf({ status }: Pick<JobRecord, "status">): Result {
  return status === "FAILED"
    ? "failure"
    : status === "SKIP"
      ? "skipped"
      : status === "CANCEL"
        ? "cancelled"
        : "success";
}

function needName(record: JobRecord) {
  const { outputs, strategies, stages } = record;
  const common = {
    result: resultOf(record),
    outcome: outcomeOf(record),
    status: record.status,
    outputs,
    ...(stages === undefined ? {} : { stages }),
  };
  if (strategies === undefined) return common;
  const legs = Object.entries(strategies).map(([id, leg]) => legName(id, leg));
  return { ...common, legs, leg: Object.fromEntries(legs.map((leg) => [leg.id, leg])) };
}

function legName(id: string, { matrix, status, outputs }: LegRecord) {
  return { id, matrix, status, result: outcomeOf({ status }), outputs };
}

/** In the order of the definition. */
function jobsBefore({ definition }: Course, before: ReadonlySet<string>): readonly Job[] {
  return definition.jobs.filter(({ id }) => before.has(id));
}

/** All that stand before a job. */
function ancestors({ definition }: Course, job: Job): Set<string> {
  const needs = new Map(definition.jobs.map(({ id, needs: own }) => [id, own]));
  const found = new Set<string>();
  const todo = [...job.needs];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    todo.push(...(needs.get(id) ?? []));
  }
  return found;
}
