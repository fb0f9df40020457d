/** What becomes of a value that is given for a param. */
import type { Json } from "../definition/json.ts";
import { shown } from "../expressions/refusal.ts";
import { kindOf } from "../expressions/value.ts";

/** Plain data that a run's input can hold, or what is wrong: the end of a sentence that begins with the param. */
export type Coerced = { readonly value: Json } | { readonly problem: string };

/** What the coercion of a type may go by. */
export interface CoercionSettings {
  /** That a time without an offset is meant in. */
  readonly zone: string;
  readonly options: readonly Json[];
}

/** Null is no value of any type. */
export type Coerce = (value: unknown, settings: CoercionSettings) => Coerced;

/** `"x" is not a whole number`. */
export function isNot(value: unknown, wanted: string, hint = ""): Coerced {
  return { problem: `${described(value)} is not ${wanted}${hint === "" ? "" : `: ${hint}`}` };
}

function described(value: unknown): string {
  const kind = kindOf(value);
  if (kind === "number") return String(value);
  if (kind === "other") return `a ${typeof value}`;
  return kind === "list" || kind === "map" ? `a ${kind}` : shown(value);
}
