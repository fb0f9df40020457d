/** The class that all errors of whole workflows have in common, so that one `catch` has them all. */
import { StepwellError } from "@stepwell/core";

/** Something is wrong with a workflow, with what it is given, or with how it ended; `code` says which. */
export class WorkflowError extends StepwellError {
  override readonly name: string = "WorkflowError";
}
