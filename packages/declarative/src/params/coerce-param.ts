/** One value for one param: its type first, then what the definition asks of it. */
import type { Json } from "../definition/json.ts";
import type { ParamDefinition, ParamType } from "../definition/param.ts";
import { matches, validate } from "../evaluate-in-thread/evaluate-in-thread.ts";
import { shown } from "../expressions/refusal.ts";
import { outOfBounds } from "./bounds.ts";
import type { Coerce, Coerced } from "./coerced.ts";
import { array, map } from "./collections.ts";
import { decimal, float, int } from "./numbers.ts";
import { bool, choice, secret, str } from "./texts.ts";
import { date, datetime } from "./times.ts";

const coercions: Readonly<Record<ParamType, Coerce>> = {
  str,
  int,
  float,
  decimal,
  bool,
  date,
  datetime,
  choice,
  array,
  map,
  object: map,
  secret,
};

/** By type, and bounds: all that can be said at once. Null is refused: it is no value of any type. */
export function coerceByType(param: ParamDefinition, value: unknown, zone: string): Coerced {
  if (value === null) return { problem: param.required ? "null is no value: it is required" : "null is no value" };
  const coerced = coercions[param.type](value, { zone, options: param.options ?? [] });
  if ("problem" in coerced) return coerced;
  const problem = outOfBounds(param, coerced.value, zone);
  return problem === undefined ? coerced : { problem };
}

/** With what takes a thread: pattern and schema. */
export async function coerceParam(param: ParamDefinition, value: unknown, zone: string): Promise<Coerced> {
  const coerced = coerceByType(param, value, zone);
  if ("problem" in coerced) return coerced;
  const problem = (await patternProblem(param, coerced.value)) ?? (await schemaProblem(param, coerced.value));
  return problem === undefined ? coerced : { problem };
}

async function patternProblem({ pattern, type }: ParamDefinition, value: Json): Promise<string | undefined> {
  if (pattern === undefined || typeof value !== "string") return undefined;
  try {
    if (await matches(pattern, value)) return undefined;
  } catch (error) {
    return (error as Error).message;
  }
  return `${type === "secret" ? "it" : shown(value)} does not match ${pattern}`;
}

async function schemaProblem({ schema }: ParamDefinition, value: Json): Promise<string | undefined> {
  if (schema === undefined) return undefined;
  try {
    const found = await validate(schema, value);
    return found.length === 0 ? undefined : found.join(", ");
  } catch (error) {
    return (error as Error).message;
  }
}
