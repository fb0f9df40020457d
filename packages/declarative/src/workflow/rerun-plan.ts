/** What a rerun keeps of what was done before: pure, from a context and the part that it is to begin from. */
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import type { JobRecord, LegRecord, StageRecord, StageRecords, Workspace } from "../interpret/records.ts";
import type { KeptParts, KeptStages, RunInput } from "../interpret/run-input.ts";
import type { RerunFrom } from "./rerun-from.ts";

export interface RerunPlan extends Required<Pick<RunInput, "kept" | "keptParts">> {
  /** Ids of the jobs that are executed again, in the order of the definition; [] when there is nothing to do. */
  readonly again: readonly string[];
}

interface Done {
  readonly records: Readonly<Record<string, JobRecord>>;
  readonly from: RerunFrom | undefined;
  /** In which a job, or a leg of it, was executed. */
  workspace(job: string, leg: string): Workspace | undefined;
}

/**
 * Kept are jobs that have succeeded, and those that were rightly skipped, unless one that they wait for is executed
 * again: what they have done may have been done because of that. Of other jobs, the legs that have succeeded, if all that
 * the job waits for is kept.
 * @throws WorkflowError (rerun-from)
 */
export function rerunPlan({ jobs }: Definition, done: Done): RerunPlan {
  const { records, from } = done;
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const known = new Map<string, boolean>();
  const isAgain = (job: Job): boolean => {
    const before = known.get(job.id);
    if (before !== undefined) return before;
    const again = from?.job.id === job.id || !isDone(records[job.id]) || waitsForOneAgain(job);
    known.set(job.id, again);
    return again;
  };
  const waitsForOneAgain = ({ needs }: Job): boolean =>
    needs.some((id) => {
      const need = byId.get(id);
      return need !== undefined && isAgain(need);
    });
  const again = jobs.filter(isAgain);
  const kept = jobs.flatMap((job) => (isAgain(job) ? [] : [[job.id, records[job.id] as JobRecord] as const]));
  const parts = again.flatMap((job) => {
    const own = waitsForOneAgain(job) ? undefined : partsOf(job, done);
    return own === undefined ? [] : [[job.id, own] as const];
  });
  if (from?.stage !== undefined && waitsForOneAgain(from.job))
    throw refuse(from, `is after a job that has not succeeded and is executed again first: its stages cannot be kept`);
  return { again: again.map(({ id }) => id), kept: Object.fromEntries(kept), keptParts: Object.fromEntries(parts) };
}

/** What holds a secret cannot be kept: what a run starts with is in the journal. */
function isDone(record: JobRecord | undefined): boolean {
  return (record?.status === "SUCCESS" || record?.status === "SKIP") && !opened(record).secret;
}

function partsOf(job: Job, { records, from, workspace }: Done): KeptParts | undefined {
  const own = from?.job.id === job.id ? from : undefined;
  const record = records[job.id];
  if (record === undefined || (own !== undefined && own.leg === undefined && own.stage === undefined)) return undefined;
  const legs = Object.entries(record.strategies ?? {}).filter(
    ([id, leg]) => id !== own?.leg && leg.status === "SUCCESS" && !opened(leg).secret,
  );
  const stages =
    own?.stage === undefined
      ? undefined
      : { [own.leg ?? ""]: keptStages(own, stagesOf(record, own.leg), workspace(job.id, own.leg ?? "")) };
  if (legs.length === 0 && stages === undefined) return undefined;
  return {
    ...(legs.length === 0 ? {} : { legs: Object.fromEntries(legs) as Record<string, LegRecord> }),
    ...(stages === undefined ? {} : { stages }),
  };
}

function stagesOf(record: JobRecord, leg: string | undefined): StageRecords {
  return (leg === undefined ? record.stages : record.strategies?.[leg]?.stages) ?? {};
}

function keptStages(from: RerunFrom, records: StageRecords, workspace: Workspace | undefined): KeptStages {
  const before = from.job.stages.slice(
    0,
    from.job.stages.findIndex(({ id }) => id === from.stage),
  );
  const kept = before.map(({ id }): [string, StageRecord] => {
    const record = records[id];
    if (record?.status === "SUCCESS" || record?.status === "SKIP" || record?.continued === true) return [id, record];
    throw refuse(from, `is after stage "${id}", which has not succeeded: begin there`);
  });
  return { records: Object.fromEntries(kept), ...(workspace === undefined ? {} : { workspace }) };
}

function refuse({ job, leg, stage }: RerunFrom, problem: string): WorkflowError {
  const text = `${job.id}${leg === undefined ? "" : `[${leg}]`}${stage === undefined ? "" : `/${stage}`}`;
  return new WorkflowError(declarativeFailure("rerun-from", { from: text, problem, nearest: "" }));
}
