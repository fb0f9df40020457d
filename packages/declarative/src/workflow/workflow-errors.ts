/** What calls of whole workflows throw, by class. */
import { StepwellError } from "@stepwell/core";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import { firstFailure } from "../interpret/first-failure.ts";
import type { WorkflowResult } from "./workflow-result.ts";

/** There is no definition of this name. Code workflow-not-found. */
export class WorkflowNotFound extends WorkflowError {
  override readonly name = "WorkflowNotFound";
}

class WorkflowEnd extends WorkflowError {
  /** What has become of it. */
  readonly result: WorkflowResult;

  constructor(error: StepwellError, result: WorkflowResult) {
    super(error);
    this.result = result;
  }
}

/** `executeOrThrow`: its status is FAILED. Code workflow-failed. */
export class WorkflowFailed extends WorkflowEnd {
  override readonly name = "WorkflowFailed";
}

/** `executeOrThrow`: it did not end within its time. Code workflow-timed-out. */
export class WorkflowTimeoutError extends WorkflowEnd {
  override readonly name = "WorkflowTimeoutError";
}

/** `executeOrThrow`: its status is CANCEL. Code workflow-cancelled. */
export class WorkflowCancelled extends WorkflowEnd {
  override readonly name = "WorkflowCancelled";
}

/** The result, if its status is SUCCESS or SKIP. @throws WorkflowFailed, WorkflowTimeoutError, WorkflowCancelled; workflow-unfinished */
export function orThrow(result: WorkflowResult): WorkflowResult {
  const { workflow, runId: run, status, errors, timedOut } = result;
  const facts = { workflow, run };
  if (timedOut) throw new WorkflowTimeoutError(declarativeFailure("workflow-timed-out", facts), result);
  if (status === "CANCEL") throw new WorkflowCancelled(declarativeFailure("workflow-cancelled", facts), result);
  if (status === "FAILED") {
    const parts = { workflow, ...firstFailure(errors), errors };
    throw new WorkflowFailed(declarativeFailure("workflow-failed", parts), result);
  }
  if (status === "WAIT")
    throw new WorkflowError(declarativeFailure("workflow-unfinished", { ...facts, why: result.why ?? "" }));
  return result;
}

/** The same error as one of whole workflows. */
export function asWorkflowError(error: unknown): unknown {
  return error instanceof StepwellError && !(error instanceof WorkflowError) ? new WorkflowError(error) : error;
}
