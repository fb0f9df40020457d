/** signal(...): a named message that runs can be sent, with a schema where its payload is to be checked. */
import { failure } from "../model/errors.ts";
import { type Schema, validate } from "../model/schema.ts";
import { checkName } from "../model/step-name.ts";

/** A kind of message. Made by signal(...); given to `wf.receive`, `wf.send` and `handle.signal`. */
export interface Signal<T = unknown> {
  readonly stepwell: "signal";
  readonly name: string;
  readonly schema: Schema<T> | undefined;
}

/** What can be said of a signal besides its name. */
export interface SignalOptions<T> {
  /** Of the payload; any Standard Schema. Checked where it is sent from code that has this signal, and where it is received. */
  readonly schema?: Schema<T>;
}

/**
 * Defines a signal.
 * @param name shared by sender and receiver; a signal is nothing more than its name and schema
 * @throws invalid-name, invalid-option
 */
export function signal<T = unknown>(name: string, options: SignalOptions<T> = {}): Signal<T> {
  const where = `signal ${JSON.stringify(name)}`;
  if (typeof options !== "object" || options === null)
    throw failure("invalid-option", { where, option: "options", problem: "must be an object" });
  for (const option of Object.keys(options))
    if (option !== "schema") throw failure("invalid-option", { where, option, problem: "is unknown; known is schema" });
  return { stepwell: "signal", name: checkName("signal name", name), schema: options.schema };
}

/** The signal that is meant: a name alone is one without a schema. @throws invalid-name, invalid-option */
export function signalOf<T>(wanted: Signal<T> | string, where: string): Signal<T> {
  if (typeof wanted === "string") return signal<T>(wanted);
  if (typeof wanted !== "object" || wanted?.stepwell !== "signal")
    throw failure("invalid-option", { where, option: "signal", problem: "must be made by signal(...), or a name" });
  return wanted;
}

/** Under which name its messages are kept. */
export function messageName(wanted: Signal): string {
  return `signal~${wanted.name}`;
}

/** The payload as it is sent: null where there is none. @throws schema-mismatch */
export async function payloadOf(wanted: Signal, value: unknown): Promise<unknown> {
  const payload = value === undefined ? null : value;
  return wanted.schema === undefined ? payload : await checked(wanted.schema, payload, wanted);
}

/** What is sent is what was given; a schema that makes something else of it does so where it is received. */
async function checked(schema: Schema, payload: unknown, wanted: Signal): Promise<unknown> {
  await validate(schema, payload, `the payload of signal "${wanted.name}"`);
  return payload;
}
