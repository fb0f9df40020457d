/**
 * An expression that fails before any step begins would be in no journal. A retry of the run begins at what failed: of
 * this it would know nothing, keep all that came after, and be blocked once it is mended, by a secret that is set since.
 */
import { StepwellError } from "@stepwell/core";
import { type Course, isOver } from "./course.ts";
import { withoutSecrets } from "./masking.ts";

/** @param name of the step that says so @returns what was thrown, or the failure of that step */
export async function recordedFailure(course: Course, name: string, thrown: unknown): Promise<unknown> {
  const error = withoutSecrets(thrown, course.hidden);
  if (!(error instanceof StepwellError) || error.code !== "expression-failed" || isOver(course)) return error;
  const fail = (): never => {
    throw error;
  };
  return await course.wf.step(name, fail, { retry: false }).catch((failed: unknown) => failed);
}

/** Of a job, as the step is called: its own are those of its stages. */
export function expressionsOf(job: string): string {
  return `expressions of ${job}`;
}
