/** Words: what stands between blanks and operators, with its quotes and expansions. */

import type { Refusal } from "../not-bound.ts";
import { type ReadGroup, readBackticks, readSubstitution } from "./expansions.ts";
import { skipGap } from "./gaps.ts";
import { Draft, readDollar, readDouble, readEscape, readSingle } from "./quotes.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Place, Word } from "./syntax.ts";

const bare: Place = { kind: "text", text: (name) => `"\${${name}}"`, bare: true };

export interface WordPlace {
  readonly group: ReadGroup;
  /** `NAME=( … )` and `NAME[ … ]` are read as a whole. */
  readonly assigns: boolean;
  /** It is the pattern behind =~ : round brackets belong to it. */
  readonly pattern?: boolean;
}

/** True where a word may begin or go on. */
export function wordGoesOn(reading: Reading): boolean {
  if (reading.ended) return false;
  if (reading.templateAt(reading.at) !== undefined) return true;
  if ("<>".includes(reading.char)) return reading.text.charAt(reading.at + 1) === "(";
  return !" \t\n;&|()".includes(reading.char);
}

/** Characters that never mean anything in a word. */
const plainRun = /[\w\-./:,%]+/y;

export function readWord(reading: Reading, place: WordPlace): Word {
  const start = reading.at;
  const draft = new Draft();
  let brackets = 0;
  for (;;) {
    const opens = place.pattern === true && reading.sees("(");
    const inPattern = brackets > 0 && !reading.ended && reading.char !== "\n";
    if (!wordGoesOn(reading) && !opens && !inPattern) break;
    if (opens) brackets++;
    else if (brackets > 0 && reading.sees(")")) brackets--;
    const plain = reading.over(plainRun);
    if (plain !== "") draft.add(plain);
    else reading.nested(() => readPiece(reading, draft, { ...place, start }));
  }
  const { own, head, bare: isBare, expanded, compound } = draft;
  const end = reading.at;
  return { start, end, literal: expanded ? undefined : head, head, bare: isBare, own, compound };
}

function readPiece(reading: Reading, draft: Draft, place: WordPlace & { start: number }): void {
  const { group } = place;
  const template = reading.take(bare);
  const { char } = reading;
  if (template !== undefined) {
    draft.expanded = true;
    draft.own.push(template.index);
  } else if (char === "\\") readEscape(reading, draft);
  else if (char === "'") readSingle(reading, draft, "'");
  else if (char === '"') readDouble(reading, draft, group);
  else if (char === "`") {
    draft.expanded = true;
    readBackticks(reading);
  } else if (char === "$") readDollar(reading, draft, group);
  else if ((char === "<" || char === ">") && reading.text.charAt(reading.at + 1) === "(") {
    draft.expanded = true;
    readSubstitution(reading, group);
  } else if (place.assigns && char === "[" && isName(reading.text.slice(place.start, reading.at))) {
    draft.expanded = true;
    readBracketed(reading, { shut: "]", group, refusal: refusals.subscript });
  } else {
    draft.add(char);
    reading.at++;
    if (char === "=" && place.assigns && reading.sees("(") && isAssigned(reading.text.slice(place.start, reading.at))) {
      draft.compound = true;
      readItems(reading, draft, group);
    } else if ("?*+@!".includes(char) && reading.sees("(") && place.pattern !== true)
      readAlternatives(reading, draft, group);
  }
}

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
function isAssigned(text: string): boolean {
  return /^[A-Za-z_]\w*(?:\[[\s\S]*\])?\+?=$/.test(text);
}

/** `[ … ]` behind a name that something may be assigned to, or before `=` in an array. */
function readBracketed(reading: Reading, how: { shut: string; group: ReadGroup; refusal: Refusal }): void {
  const { shut, group, refusal } = how;
  const start = reading.at++;
  const inner = new Draft();
  while (!reading.ended && !reading.sees(shut)) {
    if (reading.sees("[")) reading.nested(() => readBracketed(reading, how));
    else if (reading.sees("'")) readSingle(reading, inner, "'");
    else if (reading.sees('"')) readDouble(reading, inner, group);
    else if (reading.sees("`")) readBackticks(reading);
    else if (reading.sees("$")) readDollar(reading, inner, group);
    else if (reading.sees("\\")) readEscape(reading, inner);
    else reading.skip(refusal);
  }
  if (reading.ended) reading.trouble("a square bracket has no partner", start);
  reading.at++;
  const span = { start, end: reading.at };
  reading.refuseIn(span, refusal);
  reading.records.evaluated.push(span);
}

/** `( … )` behind `NAME=`. */
function readItems(reading: Reading, draft: Draft, group: ReadGroup): void {
  const start = reading.at++;
  draft.expanded = true;
  for (;;) {
    skipGap(reading);
    if (reading.ended || reading.sees(")")) break;
    const from = reading.at;
    if (reading.sees("[")) {
      const back = reading.mark();
      readBracketed(reading, { shut: "]", group, refusal: refusals.subscript });
      if (!/^\+?=/.test(reading.text.slice(reading.at, reading.at + 2))) back();
    }
    const item = readWord(reading, { group, assigns: false });
    draft.own.push(...item.own);
    if (reading.at === from) {
      reading.trouble("an array holds what is no word");
      reading.skip(refusals.code);
    }
  }
  if (reading.ended) reading.trouble("an array has no end", start);
  reading.at++;
}

/** `@( … | … )`. */
function readAlternatives(reading: Reading, draft: Draft, group: ReadGroup): void {
  const start = reading.at++;
  draft.expanded = true;
  while (!reading.ended && !reading.sees(")")) {
    if (/^[ \t\n;&|<>(]/.test(reading.char) && reading.templateAt(reading.at) === undefined && !wordGoesOn(reading)) {
      reading.at++;
      if (reading.text[reading.at - 1] === "(") {
        reading.at--;
        reading.nested(() => readAlternatives(reading, draft, group));
      }
    } else reading.nested(() => readPiece(reading, draft, { group, assigns: false, start: reading.at }));
  }
  if (reading.ended) reading.trouble("a round bracket has no partner", start);
  reading.at++;
}
