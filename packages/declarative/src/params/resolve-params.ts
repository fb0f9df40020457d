/** What a workflow is given to what its run starts with. */

import { nearestName } from "@stepwell/core/text";
import type { Json, JsonMap } from "../definition/json.ts";
import type { ParamDefinition } from "../definition/param.ts";
import { Decimal } from "../expressions/decimal.ts";
import { IsoTime } from "../expressions/iso-time.ts";
import { Secret } from "../expressions/secret.ts";
import { kindOf } from "../expressions/value.ts";
import { coerceParam } from "./coerce-param.ts";
import { ParamError } from "./param-error.ts";

export interface ResolveOptions {
  /** Of the workflow, for messages. */
  readonly workflow: string;
  /** Name of the time zone that times without an offset are meant in. Default: UTC. */
  readonly zone?: string;
}

/**
 * The values of all params, as plain data that a run's input holds: dates, times and decimals as text, what was left out
 * by its default, or null where it is optional.
 * Throws `ParamError` with all that is wrong: missing, unknown, of the wrong type, out of bounds.
 * @param given a map of values; undefined for none
 */
export async function resolveParams(
  params: readonly ParamDefinition[],
  given: unknown,
  { workflow, zone = "UTC" }: ResolveOptions,
): Promise<JsonMap> {
  const valid = params.map(({ name }) => name);
  if (given !== undefined && given !== null && kindOf(given) !== "map") {
    throw new ParamError(workflow, [["", "params are given as a map of names and values"]], valid);
  }
  const values = new Map<string, unknown>(given instanceof Map ? given : Object.entries(given ?? {}));
  const problems: [string, string][] = [];
  const resolved: [string, Json][] = [];
  for (const param of params) {
    const value = values.get(param.name);
    if (value === undefined && param.default === undefined) {
      if (param.required) problems.push([param.name, "it is required, and has no value"]);
      else resolved.push([param.name, null]);
      continue;
    }
    // Null may be given where nothing need be.
    if (value === null && !param.required) {
      resolved.push([param.name, null]);
      continue;
    }
    const coerced = await coerceParam(param, value === undefined ? param.default : value, zone);
    if ("problem" in coerced) problems.push([param.name, coerced.problem]);
    else resolved.push([param.name, coerced.value]);
  }
  for (const name of values.keys()) if (!valid.includes(name)) problems.push([name, unknown(name, valid)]);
  if (problems.length > 0) throw new ParamError(workflow, problems, valid);
  // Own members whatever their names are: `__proto__` means nothing special.
  return Object.fromEntries(resolved);
}

function unknown(name: string, valid: readonly string[]): string {
  const meant = nearestName(name, valid);
  return `there is no such param${meant === "" ? "" : `; did you mean "${meant}"?`}`;
}

/**
 * What expressions see: decimals and times that compare as such, and secrets that stay so. What no param is defined for
 * is given back as it is.
 */
export function paramValues(
  params: readonly ParamDefinition[],
  resolved: Readonly<Record<string, unknown>>,
): Map<string, unknown> {
  const values = new Map(Object.entries(resolved));
  for (const param of params) values.set(param.name, liveValue(param, values.get(param.name) ?? null));
  return values;
}

function liveValue({ type }: ParamDefinition, value: unknown): unknown {
  if (value === null) return null;
  if (type === "secret") return new Secret(value);
  if (type === "decimal") return Decimal.of(value) ?? value;
  return type === "date" || type === "datetime" ? (IsoTime.of(value) ?? value) : value;
}
