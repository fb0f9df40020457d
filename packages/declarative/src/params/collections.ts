/** Params that are lists and maps. Texts are taken where they are JSON: forms and commands have nothing else. */
import type { Json } from "../definition/json.ts";
import { Secret } from "../expressions/secret.ts";
import { jsonOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";
import { type Coerce, type Coerced, isNot } from "./coerced.ts";

export const array: Coerce = (value) => collection(value, "list");
export const map: Coerce = (value) => collection(value, "map");

function collection(given: unknown, kind: "list" | "map"): Coerced {
  const value = typeof given === "string" ? parsed(given) : given;
  if (kindOf(value) !== kind) return isNot(given, `a ${kind}`);
  const odd = oddPart(value, "");
  if (odd !== undefined) return { problem: odd };
  return { value: JSON.parse(jsonOf(value)) as Json };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Where something stands that is no data, or that holds itself. */
function oddPart(value: unknown, path: string, above: readonly unknown[] = []): string | undefined {
  if (value instanceof Secret)
    return `at ${path || "/"} stands a secret: give it as a param of its own, of type secret`;
  const kind = kindOf(value);
  if (kind === "other" || (typeof value === "number" && !Number.isFinite(value))) {
    return `at ${path || "/"} stands ${kind === "other" ? `a ${typeof value}` : String(value)}, which is no plain data`;
  }
  if (kind !== "list" && kind !== "map") return undefined;
  if (above.includes(value)) return `at ${path || "/"} it holds itself`;
  if (above.length > 100) return "it is nested deeper than 100 levels";
  const members = value instanceof Map ? [...value] : Object.entries(value as object);
  for (const [key, member] of members) {
    const odd = oddPart(member, `${path}/${String(key)}`, [...above, value]);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
