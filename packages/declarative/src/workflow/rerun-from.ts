/** Where a rerun begins: `job`, `job/stage`, `job[leg]`, `job[leg]/stage`. */
import { nearestName } from "@stepwell/core/text";
import { thereAre } from "../catalogue/there-are.ts";
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import type { JobRecord } from "../interpret/records.ts";

/** A part of a definition that is executed again, and with it all that comes after it. */
export interface RerunFrom {
  readonly job: Job;
  /** Id of the leg; undefined for all of them. */
  readonly leg: string | undefined;
  /** Id of the stage; undefined for the first. */
  readonly stage: string | undefined;
}

const pattern = /^([^/[\]]+)(?:\[(.*)\])?(?:\/([^/\]]+))?$/s;

/** @param records of the run that is executed again @throws WorkflowError (rerun-from) */
export function rerunFrom(text: string, { jobs }: Definition, records: Readonly<Record<string, JobRecord>>): RerunFrom {
  const refuse = (problem: string, meant = ""): WorkflowError =>
    new WorkflowError(declarativeFailure("rerun-from", { from: String(text), problem, nearest: meant }));
  const [, jobName = "", leg, stageName] = (typeof text === "string" ? pattern.exec(text) : null) ?? [];
  if (jobName === "") throw refuse("is not written as job, job/stage, job[leg] or job[leg]/stage");
  const ids = jobs.map(({ id }) => id);
  const job = jobs.find(({ id, name }) => id === jobName || name === jobName);
  if (job === undefined) throw refuse(`names no job; ${thereAre(ids, { wanted: jobName })}`, nearestName(jobName, ids));
  const legs = Object.keys(records[job.id]?.strategies ?? {});
  if (leg !== undefined && job.strategy === undefined) throw refuse(`names a leg, and job "${job.id}" has no matrix`);
  if (leg !== undefined && !legs.includes(leg)) {
    const had = thereAre(legs, { wanted: leg, between: "; " });
    throw refuse(`names no leg that this run had; ${had}`, nearestName(leg, legs));
  }
  if (stageName === undefined) return { job, leg, stage: undefined };
  if (leg === undefined && job.strategy !== undefined)
    throw refuse(`names a stage of all legs of job "${job.id}": name one leg, ${job.id}[leg]/${stageName}`);
  const stages = job.stages.map(({ id }) => id);
  const stage = job.stages.find(({ id, name }) => id === stageName || name === stageName)?.id;
  if (stage === undefined)
    throw refuse(`names no stage; ${thereAre(stages, { wanted: stageName })}`, nearestName(stageName, stages));
  if (job.runsOn.type === "queue" || job.concurrency !== undefined)
    throw refuse(`names a stage of job "${job.id}", which is a run of its own: begin at the job`);
  return { job, leg, stage };
}
