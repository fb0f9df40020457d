/** A failure that the definition itself wants: its message is the definition's, and another attempt would change nothing. */
import { NonRetryableError } from "@stepwell/core";

export class StageRaised extends NonRetryableError {
  override readonly name = "WorkflowRaised";
}
