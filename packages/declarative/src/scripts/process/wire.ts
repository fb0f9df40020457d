/** Values as Python and JavaScript are given them: JSON in which times, decimals and maps are told from each other. */
import { Decimal } from "../../expressions/decimal.ts";
import { IsoTime } from "../../expressions/iso-time.ts";
import { membersOf } from "../../expressions/text.ts";
import { kindOf } from "../../expressions/value.ts";

/** Texts, numbers, truths and null are themselves; all else is one of these. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | { readonly list: readonly Wire[] }
  | { readonly map: readonly (readonly [string, Wire])[] }
  | { readonly time: string }
  | { readonly date: string }
  | { readonly decimal: string }
  | { readonly integer: string };

/** Of a value in which every secret was opened. What has no kind of its own comes as text. */
export function wireOf(value: unknown): Wire {
  switch (kindOf(value)) {
    case "null":
      return null;
    case "text":
    case "boolean":
      return value as string | boolean;
    case "number":
      if (typeof value === "bigint") return { integer: String(value) };
      return value instanceof Decimal ? { decimal: value.text } : finite(value as number);
    case "time":
      return timeOf(value);
    case "list":
      return { list: (value as unknown[]).map(wireOf) };
    case "map":
      return { map: membersOf(value as object).map(([key, member]) => [key, wireOf(member)]) };
    default:
      return String(value);
  }
}

function finite(value: number): Wire {
  return Number.isFinite(value) ? value : { decimal: String(value) };
}

function timeOf(value: unknown): Wire {
  const time = IsoTime.of(value);
  if (time === undefined) return null;
  return time.hasTime ? { time: String(time) } : { date: String(time) };
}
