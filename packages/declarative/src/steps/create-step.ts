/** Steps of three kinds, for workflows that are put together from lists of them. */
import { NonRetryableError, type Task, type TaskOptions, task } from "@stepwell/core";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import { transform, validate } from "../evaluate-in-thread/evaluate-in-thread.ts";

/** All of them. */
export const stepTypes = ["process", "validate", "transform"] as const;
/** `process`: does something with data; `validate`: lets it pass or fails; `transform`: makes other data of it. */
export type StepType = (typeof stepTypes)[number];

/** How a step does it; all of it may be left out. */
export interface CreateStepOptions extends TaskOptions {
  /** Of `process` and `transform`: what it gives instead of its data. Of `validate`: false fails. Default: data as it is. */
  readonly run?: (data: unknown) => unknown;
  /** Of `validate`: a JSON Schema. Default: anything but null and undefined. */
  readonly schema?: object;
  /** Of `transform`: JSONata, instead of `run`. */
  readonly expression?: string;
}

/**
 * A step as a task: `wf.run(step, data)` is recorded, retried as its options say, and executed again after a crash
 * unless it is in the journal. Each call makes another one; they share nothing.
 * @throws WorkflowError (step-invalid), invalid-name, invalid-option
 */
export function createStep(name: string, type: StepType, options: CreateStepOptions = {}): Task<unknown, unknown> {
  const { run, schema, expression, ...rest } = options;
  const refuse = (problem: string): WorkflowError =>
    new WorkflowError(declarativeFailure("step-invalid", { step: String(name), problem }));
  if (!stepTypes.includes(type))
    throw refuse(`is of type ${JSON.stringify(type)}, which is none of ${stepTypes.join(", ")}`);
  if (run !== undefined && typeof run !== "function") throw refuse("has a run that is no function");
  if (schema !== undefined && type !== "validate") throw refuse("has a schema, which is for validate");
  if (expression !== undefined && type !== "transform") throw refuse("has an expression, which is for transform");
  if (expression !== undefined && run !== undefined) throw refuse("has both run and expression");
  return task(name, rest, async (data: unknown): Promise<unknown> => {
    if (type === "validate") return await validated(data, { name, run, schema });
    if (expression !== undefined) return await transform(expression, data);
    return run === undefined ? data : await run(data);
  });
}

interface Validating {
  readonly name: string;
  readonly run: CreateStepOptions["run"];
  readonly schema: object | undefined;
}

/** Data that does not fit does not fit the second time either. */
async function validated(data: unknown, { name, run, schema }: Validating): Promise<unknown> {
  const problems = schema === undefined ? [] : await validate(schema, data);
  if (schema === undefined && run === undefined && (data === null || data === undefined))
    problems.push("there is no data");
  if (run !== undefined && (await run(data)) === false) problems.push("it was refused");
  if (problems.length === 0) return data;
  const failure = declarativeFailure("value-invalid", { stage: name, problems });
  throw new NonRetryableError(failure.message, { cause: failure });
}
