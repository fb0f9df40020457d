/** The text of a value, as it stands in a template: `true`, nothing for null, ISO dates, compact JSON. */
import { opened, Secret, secretTexts } from "./secret.ts";
import { kindOf } from "./value.ts";

/** Of a value in which every secret was opened. */
export function textOf(value: unknown): string {
  switch (kindOf(value)) {
    case "null":
      return "";
    case "text":
      return value as string;
    case "number":
      return Object.is(value, -0) ? "0" : String(value);
    case "boolean":
      return String(value);
    case "time":
      return value instanceof Date ? isoText(value) : String(value);
    default:
      return jsonOf(value);
  }
}

function isoText(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** JSON of a value, compact, or indented for people. What JSON does not have is written as its text. */
export function jsonOf(value: unknown, indent?: number): string {
  return JSON.stringify(plain(value), undefined, indent) ?? "null";
}

/** With maps as objects, whatever their keys are; big integers as text. */
function plain(value: unknown): unknown {
  switch (kindOf(value)) {
    case "list":
      return (value as unknown[]).map(plain);
    case "map": {
      const object = Object.create(null) as Record<string, unknown>;
      for (const [key, member] of membersOf(value as object)) object[key] = plain(member);
      return object;
    }
    case "number":
      return typeof value === "bigint" ? String(value) : value;
    case "time":
      return value instanceof Date ? isoText(value) : value;
    default:
      return value;
  }
}

/** The own members of a map, in order. What stands under an object has no name. */
export function membersOf(map: object): [string, unknown][] {
  if (!(map instanceof Map)) return Object.entries(map);
  const named = [...map].filter(([key]) => typeof key !== "object" && typeof key !== "function");
  return named.map(([key, value]) => [String(key), value]);
}

/** Values one after the other as text; a secret among them makes all of it one. */
export function textOfParts(values: readonly unknown[]): unknown {
  const hidden: string[] = [];
  let secret = false;
  let text = "";
  for (const value of values) {
    if (typeof value === "string") {
      text += value;
      continue;
    }
    const plain = opened(value);
    if (plain.secret) hidden.push(...secretTexts(value));
    secret ||= plain.secret;
    text += textOf(plain.value);
  }
  return secret ? new Secret(text, hidden) : text;
}
