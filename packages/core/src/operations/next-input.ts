/** The input that a generation leaves to the next one, checked and encoded. */
import { failure } from "../model/errors.ts";
import { validate } from "../model/schema.ts";
import { isThenable } from "../model/thenable.ts";
import type { AnyWorkflow } from "./workflow.ts";

/** @throws schema-mismatch, invalid-option for a schema that has to be waited for, and what `encode` throws */
export function nextInput(
  definition: AnyWorkflow,
  input: unknown,
  encode: (value: unknown, where: string) => string,
): string {
  const { input: schema, name } = definition;
  const what = `the input of workflow "${name}"`;
  const checked: unknown = schema === undefined ? input : validate(schema, input, what);
  if (schema !== undefined && isThenable(checked)) {
    checked.then(undefined, () => {});
    const problem = "has an asynchronous schema; continueAs needs one that answers at once";
    throw failure("invalid-option", { where: "wf.continueAs", option: "input", problem });
  }
  return encode(checked, what);
}
