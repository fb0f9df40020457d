/** Quotes: what a template becomes in each kind of them. */
import { type ReadGroup, readBackticks, readExpansion } from "./expansions.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Place } from "./syntax.ts";

const inDouble: Place = { kind: "text", text: (name) => `\${${name}}` };
const inSingle: Place = { kind: "text", text: (name) => `'"\${${name}}"'` };
const inAnsi: Place = { kind: "text", text: (name) => `'"\${${name}}"$'` };

/** Collects what is known of a word while it is read. */
export class Draft {
  readonly own: number[] = [];
  head = "";
  bare = true;
  expanded = false;
  compound = false;

  add(text: string): void {
    if (!this.expanded) this.head += text;
  }
}

export function readEscape(reading: Reading, draft: Draft): void {
  reading.at++;
  draft.bare = false;
  if (reading.sees("\n")) reading.at++;
  else {
    if (reading.templateAt(reading.at) === undefined) draft.add(reading.char);
    else draft.expanded = true;
    reading.skip(refusals.backslash);
  }
}

const plainInSingle = /[^'\\$]+/y;

/** `'…'`, or `$'…'`, where backslashes count. */
export function readSingle(reading: Reading, draft: Draft, opening: "'" | "$'"): void {
  const start = reading.at;
  const escapes = opening === "$'";
  reading.at += opening.length;
  draft.bare = false;
  while (!reading.ended && !reading.sees("'")) {
    draft.add(reading.over(plainInSingle));
    if (reading.ended || reading.sees("'")) break;
    const template = reading.take(escapes ? inAnsi : inSingle);
    if (template !== undefined) {
      draft.expanded = true;
      draft.own.push(template.index);
    } else if (escapes && reading.char === "\\") {
      draft.expanded = true;
      reading.at++;
      reading.skip(refusals.backslash);
    } else {
      draft.add(reading.char);
      reading.at++;
    }
  }
  if (reading.ended) reading.trouble("a single quote has no partner", start);
  reading.at++;
}

export function readDouble(reading: Reading, draft: Draft, group: ReadGroup): void {
  const start = reading.at++;
  draft.bare = false;
  while (!reading.ended && !reading.sees('"')) readInDouble(reading, draft, group);
  if (reading.ended) reading.trouble("a double quote has no partner", start);
  reading.at++;
}

const plainInDouble = /[^"\\$`]+/y;

function readInDouble(reading: Reading, draft: Draft, group: ReadGroup): void {
  const plain = reading.over(plainInDouble);
  if (plain !== "") {
    draft.add(plain);
    return;
  }
  const template = reading.take(inDouble);
  const { char } = reading;
  if (template !== undefined) {
    draft.expanded = true;
    draft.own.push(template.index);
  } else if (char === "\\") {
    reading.at++;
    const escaped = reading.char;
    if (reading.templateAt(reading.at) === undefined) draft.add('$`"\\'.includes(escaped) ? escaped : `\\${escaped}`);
    reading.skip(refusals.backslash);
  } else if (char === "`") {
    draft.expanded = true;
    readBackticks(reading);
  } else if (char === "$" && readExpansion(reading, { group, quoted: true })) draft.expanded = true;
  else {
    draft.add(char);
    reading.at++;
  }
}

export function readDollar(reading: Reading, draft: Draft, group: ReadGroup): void {
  const next = reading.text.charAt(reading.at + 1);
  if (next === "'") readSingle(reading, draft, "$'");
  else if (next === '"') {
    reading.at++;
    readDouble(reading, draft, group);
  } else if (readExpansion(reading, { group, quoted: false })) draft.expanded = true;
  else {
    draft.add("$");
    reading.at++;
  }
}
