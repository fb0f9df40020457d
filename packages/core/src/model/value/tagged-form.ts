/**
 * How encoded values look. Plain JSON values are JSON text. All others are the marker and then JSON, in
 * which an object with one key that begins with the marker stands for something else:
 * `~{"at":{"~Date":1700000000000}}`. Journals hold this form: tags may be added, never changed.
 */

import { failure } from "../errors.ts";
import { damagedText } from "./damaged-text.ts";
import { isEscaped } from "./escaped-key.ts";

/** JSON text never begins with it. */
export const marker = "~";

/** What the tag of each kind is, and what it holds. */
export const tags = {
  /** 0 */
  undefined: "~undefined",
  /** "NaN", "Infinity", "-Infinity" or "-0" */
  number: "~number",
  /** decimal digits */
  bigint: "~bigint",
  /** ms since the epoch, null for an invalid date */
  date: "~Date",
  /** list of [key, value] */
  map: "~Map",
  /** list of items */
  set: "~Set",
  /** [source, flags] */
  regExp: "~RegExp",
  /** its text */
  url: "~URL",
  /** base64 */
  bytes: "~Uint8Array",
  /** error-value.ts */
  error: "~Error",
  /** an object that is data, although it looks like a tag */
  object: "~Object",
  /** list of [key, value]: an object with a key that JSON would escape (escaped-key.ts) */
  entries: "~entries",
} as const;

/** True for the keys of an object that stands for something else. */
export function looksTagged(keys: readonly string[]): boolean {
  return keys.length === 1 && (keys[0] as string).startsWith(marker);
}

/** JSON text of a tag and of what it holds. */
export function tagText(tag: (typeof tags)[keyof typeof tags], payload: string): string {
  return `{"${tag}":${payload}}`;
}

/** JSON text of an object, from its keys and the texts of their values. */
export function objectText(members: readonly (readonly [key: string, text: string])[]): string {
  if (members.some(([key]) => isEscaped(key))) {
    const pairs = members.map(([key, value]) => `[${JSON.stringify(key)},${value}]`);
    return tagText(tags.entries, `[${pairs.join(",")}]`);
  }
  const text = `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
  return looksTagged(members.map(([key]) => key)) ? tagText(tags.object, text) : text;
}

/**
 * Reads the JSON of either form. The parser's own words are dropped: they repeat the value, which may be secret.
 * @throws damaged-value
 */
export function parseForm(text: string, where: string): unknown {
  try {
    return JSON.parse(text.startsWith(marker) ? text.slice(marker.length) : text);
  } catch {
    const problem =
      text === damagedText ? "it does not fit its checksum" : `its ${text.length} characters are not JSON`;
    throw failure("damaged-value", { where, problem });
  }
}
