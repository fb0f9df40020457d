/** The one error of a definition that cannot be used: it carries all that is wrong. */
import { declarativeFailure } from "../errors.ts";
import type { Problem } from "./problem.ts";
import { WorkflowError } from "./workflow-error.ts";

/** Code definition-invalid. */
export class DefinitionInvalid extends WorkflowError {
  override readonly name = "DefinitionInvalid";
  /** All that is wrong, in the order of the source; at least one. */
  readonly problems: readonly Problem[];

  /** @param source what was loaded: a file, a folder, "the definition" */
  constructor(source: string, problems: readonly Problem[]) {
    const first = problems[0]?.message ?? "";
    super(declarativeFailure("definition-invalid", { source, count: problems.length, first, problems }));
    this.problems = problems;
  }
}
