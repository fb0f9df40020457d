/** What becomes of a message whose payload is to fit a schema. */
import { type Schema, validate } from "../model/schema.ts";
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
  const refused = (error: unknown): Verdict => ({ refuse: error });
  let value: unknown;
  try {
    value = validate(schema, payload, what);
  } catch (error) {
    return refused(error);
  }
  return value instanceof Promise ? value.then(accept, refused) : accept(value);
}
