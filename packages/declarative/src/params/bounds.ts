/** `min` and `max` of a param: of numbers and times their least and greatest value, of texts and collections the size. */
import type { Json } from "../definition/json.ts";
import type { ParamDefinition, ParamType } from "../definition/param.ts";
import { Decimal } from "../expressions/decimal.ts";
import { IsoTime } from "../expressions/iso-time.ts";
import { compare } from "../expressions/value.ts";
import { datetime } from "./times.ts";

/** What is wrong with a value that has the right type already. */
export function outOfBounds({ type, min, max }: ParamDefinition, value: Json, zone: string): string | undefined {
  const measure = measureOf(type, value);
  const bound = (of: number | string): unknown => boundOf(type, of, zone);
  const what = sizes[type] === undefined ? "it" : `its ${sizes[type]}`;
  if (min !== undefined && compare(measure, bound(min)) < 0) return `${what} is less than ${min}`;
  if (max !== undefined && compare(measure, bound(max)) > 0) return `${what} is more than ${max}`;
  return undefined;
}

/** Of these the size is bounded. */
const sizes: Partial<Record<ParamType, string>> = {
  str: "length",
  secret: "length",
  array: "number of items",
  map: "number of members",
  object: "number of members",
};

function measureOf(type: ParamType, value: Json): unknown {
  switch (type) {
    case "str":
    case "secret":
      return [...String(value)].length;
    case "array":
      return (value as readonly Json[]).length;
    case "map":
    case "object":
      return Object.keys(value as object).length;
    case "decimal":
      return Decimal.of(value);
    case "date":
    case "datetime":
      return IsoTime.of(value);
    default:
      return value;
  }
}

/** As comparable as the measure; a time without an offset is one of the zone. */
export function boundOf(type: ParamType, bound: number | string, zone: string): unknown {
  if (type === "decimal") return Decimal.of(bound);
  if (type === "date") return IsoTime.of(bound);
  if (type !== "datetime") return typeof bound === "number" ? bound : Decimal.of(bound);
  const coerced = datetime(bound, { zone, options: [] });
  return "problem" in coerced ? undefined : IsoTime.of(coerced.value);
}
