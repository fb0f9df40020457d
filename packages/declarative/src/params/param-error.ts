/** The one error of params that are not right: it carries all that is wrong with them. */
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";

/** What is wrong with one param; by the names of other systems, too. */
export interface ParamProblem {
  readonly param_name: string;
  readonly validation_error: string;
  readonly paramName: string;
  readonly validationError: string;
}

/** Code params-invalid. Nothing was started. */
export class ParamError extends WorkflowError {
  override readonly name = "ParamError";
  /** All that is wrong, in the order of the params; at least one. */
  readonly problems: readonly ParamProblem[];
  /** Names of all params that the workflow has. */
  readonly validParams: readonly string[];

  constructor(workflow: string, found: readonly [name: string, error: string][], valid: readonly string[]) {
    const problems = found.map(([name, error]) => `${name === "" ? "" : `${name}: `}${error}`);
    super(declarativeFailure("params-invalid", { workflow, problems, valid }));
    this.validParams = valid;
    this.problems = found.map(([name, error]) => {
      return { param_name: name, validation_error: error, paramName: name, validationError: error };
    });
  }

  /** Of the first problem. */
  get param_name(): string {
    return this.problems[0]?.param_name ?? "";
  }

  /** Of the first problem: what is wrong. */
  get validation_error(): string {
    return this.problems[0]?.validation_error ?? "";
  }

  get paramName(): string {
    return this.param_name;
  }

  get validationError(): string {
    return this.validation_error;
  }
}
