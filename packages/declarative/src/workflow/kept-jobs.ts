/** What a context that comes from elsewhere has of a job: it may say no more than its status. */
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import type { JobRecord } from "../interpret/records.ts";
import { statuses } from "../status.ts";

/** @throws WorkflowError (context-invalid) */
export function keptRecord(id: string, given: Partial<JobRecord> | undefined): JobRecord {
  const refuse = (problem: string): WorkflowError =>
    new WorkflowError(declarativeFailure("context-invalid", { path: `jobs.${id}`, problem }));
  if (typeof given !== "object" || given === null) throw refuse("must be a map with the status of the job");
  const { status, info = {}, errors = [], outputs = {} } = given;
  if (status === undefined || !statuses.includes(status))
    throw refuse(`has the status ${JSON.stringify(status)}, which is none of ${statuses.join(", ")}`);
  const { stages, strategies, artifacts } = given;
  return {
    status,
    info,
    errors,
    outputs,
    ...(stages === undefined ? {} : { stages }),
    ...(strategies === undefined ? {} : { strategies }),
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}
