/** What becomes of a message whose payload is to fit a schema. */
import { caught } from "../model/caught.ts";
import { type Schema, validate } from "../model/schema.ts";
import { isThenable } from "../model/thenable.ts";
import type { Verdict } from "./run-port.ts";

export interface Check {
  /** Undefined where anything fits. */
  readonly schema: Schema | undefined;
  /** Names the payload in the error. */
  readonly what: string;
}

/**
 * What does not fit the schema is refused; `accept` says what becomes of the rest. What `accept` throws is no matter of
 * the payload, and is thrown on.
 */
export function judge(
  payload: unknown,
  { schema, what }: Check,
  accept: (value: unknown) => Verdict,
): Verdict | Promise<Verdict> {
  if (schema === undefined) return accept(payload);
  const refused = (error: unknown): Verdict => ({ refuse: caught(error) });
  let value: unknown;
  try {
    value = validate(schema, payload, what);
    if (isThenable(value)) return Promise.resolve(value).then(accept, refused);
  } catch (error) {
    return refused(error);
  }
  return accept(value);
}
