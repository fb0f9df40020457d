/** signal(...): a named message that runs can be sent, with a schema where its payload is to be checked. */

import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readArgument, readOptions } from "../model/read-options.ts";
import { checkSchema, type Schema, validate } from "../model/schema.ts";
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
  const where = `signal ${quoted(name)}`;
  const { schema } = readOptions(options, ["schema"], { where });
  checkSchema(schema, { where, option: "schema" });
  return { stepwell: "signal", name: checkName("signal name", name), schema };
}

/** The signal that is meant: a name alone is one without a schema. @throws invalid-name, invalid-option */
export function signalOf<T>(wanted: Signal<T> | string, where: string): Signal<T> {
  if (typeof wanted === "string") return signal<T>(wanted);
  const place = { where, option: "signal" };
  if (typeof wanted !== "object" || readArgument(wanted, place)?.stepwell !== "signal")
    throw failure("invalid-option", { ...place, problem: "must be made by signal(...), or a name" });
  return wanted;
}

/** Under which name its messages are kept. */
export function messageName(wanted: Signal): string {
  return `signal~${wanted.name}`;
}

/**
 * The payload as it is sent, encoded: null where there is none. A schema that makes something else of it does so where it
 * is received. @throws schema-mismatch, and what `encode` throws
 */
export async function payloadOf(wanted: Signal, value: unknown, encode: (payload: unknown) => string): Promise<string> {
  const payload = value === undefined ? null : value;
  if (wanted.schema !== undefined) await validate(wanted.schema, payload, `the payload of signal "${wanted.name}"`);
  return encode(payload);
}
