/** JSON Schema, as `object` params and the `validate` stage use it: draft 2020-12, or draft 7 where `$schema` says so. */
import { createRequire } from "node:module";
import { isIP } from "node:net";
import type { Ajv as Draft7, ErrorObject, ValidateFunction } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import { IsoTime } from "../expressions/iso-time.ts";

/** Loaded when the first schema is used: it takes longer than all the rest of the package. */
const load = createRequire(import.meta.url);

/** Formats are checked by functions whose time does not depend on what they are given. */
const formats = {
  date: (text: string) => IsoTime.parse(text)?.hasTime === false,
  "date-time": (text: string) => IsoTime.parse(text)?.offsetMinutes !== undefined,
  time: (text: string) => IsoTime.parse(`2000-01-01T${text}`) !== undefined,
  email: (text: string) => /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)*$/.test(text) && text.length <= 254,
  hostname: (text: string) => text.length <= 253 && text.split(".").every((label) => /^[a-z0-9-]{1,63}$/i.test(label)),
  uri: (text: string) => URL.canParse(text),
  url: (text: string) => URL.canParse(text),
  uuid: (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  ipv4: (text: string) => isIP(text) === 4,
  ipv6: (text: string) => isIP(text) === 6,
};

/** Unknown keywords and formats are errors: a misspelt rule would hold nothing. */
const options = { strict: true, strictTypes: false, strictRequired: false, allErrors: true, formats } as const;

type Validator = Pick<Draft7 | Ajv2020, "compile">;

/** Of the draft that a schema says it is of. Loading one takes longer than using it. */
export function validatorFor(schema: unknown): Validator {
  const dialect = typeof schema === "object" && schema !== null && "$schema" in schema ? String(schema.$schema) : "";
  if (/draft-0[4-7]/.test(dialect)) {
    const { Ajv } = load("ajv") as typeof import("ajv");
    return new Ajv(options);
  }
  const { Ajv2020: Draft2020 } = load("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  return new Draft2020(options);
}

/** What is wrong with a schema itself; undefined if nothing is. It is not applied to anything. */
export function schemaProblem(schema: unknown): string | undefined {
  try {
    validatorFor(schema).compile(schema as object);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Where a value does not fit: `/items/0: must be number`; [] where it does. For the thread: a pattern in a schema can
 * take any time.
 */
export function violations(validator: Validator, schema: unknown, value: unknown): string[] {
  const validate = validator.compile(schema as object) as ValidateFunction;
  return validate(value) === true ? [] : (validate.errors ?? []).map(sentence);
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: unknown[] };
  const detail = additionalProperty ?? (allowedValues === undefined ? undefined : allowedValues.map(String).join(", "));
  return `${instancePath || "/"}: ${message ?? "is not allowed"}${detail === undefined ? "" : `: ${detail}`}`;
}
