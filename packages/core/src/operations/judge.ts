/** What becomes of a message whose payload is to fit a schema. */
import { caught } from "../model/caught.ts";
import type { Entry } from "../model/entry.ts";
import { isFailure } from "../model/errors.ts";
import { messageOf } from "../model/run-errors.ts";
import { type Schema, validate } from "../model/schema.ts";
import { isThenable } from "../model/thenable.ts";
import type { RunPort, Verdict } from "./run-port.ts";

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

/** What became of the last message, for the sentence of what a run waits for: whoever sent it was not told. */
export function whyRefused(run: Pick<RunPort, "decode">, { value }: Entry): string {
  const error = value === undefined ? undefined : run.decode(value);
  const issues = isFailure(error, "schema-mismatch") ? error.facts.issues : undefined;
  const [first = messageOf(error), ...others] = Array.isArray(issues) ? issues.map(String) : [];
  return `the last one was refused: ${first}${others.length > 0 ? `, and ${others.length} more` : ""}`;
}
