/** A job of a definition by its id or name. */
import { nearestName } from "@stepwell/core/text";
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";

/** @throws WorkflowError (unknown-job) */
export function jobNamed({ name: workflow, jobs }: Definition, wanted: string): Job {
  const found = jobs.find(({ id }) => id === wanted) ?? jobs.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const known = jobs.map(({ id }) => id);
  const job = String(wanted);
  throw new WorkflowError(
    declarativeFailure("unknown-job", { workflow, job, nearest: nearestName(job, known), known }),
  );
}
