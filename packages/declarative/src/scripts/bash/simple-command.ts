/** A simple command, and the head of a loop: words, assignments, redirects. */
import { readArithmetic } from "./arithmetic.ts";
import { declarations } from "./evaluating-names.ts";
import { expandIn, type ReadGroup } from "./expansions.ts";
import { skipBlanks, skipGap } from "./gaps.ts";
import type { Reading } from "./reading.ts";
import { readRedirect } from "./redirects.ts";
import { refusals } from "./refusals.ts";
import type { Redirect, Word } from "./syntax.ts";
import { readWord, wordGoesOn } from "./words.ts";

export function seesKeyWord(reading: Reading, word: string): boolean {
  const behind = reading.at + word.length;
  const next = reading.text.charAt(behind);
  const ends = next === "" || " \t\n;&|()<>".includes(next) || reading.text.startsWith("\\\n", behind);
  return reading.sees(word) && ends;
}

/** Stands behind `for` or `select`. */
export function readFor(reading: Reading, group: ReadGroup): void {
  skipBlanks(reading);
  const start = reading.at;
  if (reading.sees("((")) {
    reading.at += 2;
    if (!readArithmetic(reading, { close: "))", expand: expandIn(group) })) reading.trouble("for (( has no end", start);
    return;
  }
  const name = readWord(reading, { group, assigns: false });
  reading.refuseIn(name, refusals.variableName);
  skipGap(reading);
  if (!seesKeyWord(reading, "in")) return;
  reading.at += 2;
  const from = reading.at;
  for (skipBlanks(reading); wordGoesOn(reading); skipBlanks(reading)) {
    asWords(reading, readWord(reading, { group, assigns: false }));
  }
  reading.records.loops.push({ name: name.literal ?? "", values: { start: from, end: reading.at } });
}

/** A template that is a whole word may be several. */
function asWords(reading: Reading, word: Word): void {
  const [only] = word.own;
  const place = only === undefined ? undefined : reading.places.get(only);
  const template = reading.templateAt(word.start);
  if (place?.bare !== true || template === undefined || template.index !== only || template.end !== word.end) return;
  reading.places.set(only, { ...place, kind: "words" });
}

/** Assignments, words and redirects, up to an operator or the end of the line. */
export function readSimple(reading: Reading, group: ReadGroup): Redirect[] {
  const start = reading.at;
  const [assignments, words, redirects]: [Word[], Word[], Redirect[]] = [[], [], []];
  for (; ; skipBlanks(reading)) {
    const redirect = readRedirect(reading, group);
    if (redirect !== undefined) redirects.push(redirect);
    else if (reading.sees("(") && words.length === 1 && takeEmptyBrackets(reading)) {
      // A function: its body is the command that follows.
      reading.refuseIn({ start, end: reading.at }, refusals.variableName);
      return [];
    } else if (!wordGoesOn(reading)) break;
    else {
      const declares = words.some(({ literal }) => literal !== undefined && declarations.has(literal));
      const word = readWord(reading, { group, assigns: words.length === 0 || declares });
      if (words.length === 0 && isAssignment(reading.text.slice(word.start, word.end))) assignments.push(word);
      else {
        words.push(word);
        asWords(reading, word);
      }
    }
  }
  reading.records.commands.push({ start, end: reading.at, assignments, words, redirects });
  return redirects;
}

function isAssignment(text: string): boolean {
  return /^[A-Za-z_]\w*(?:\[[\s\S]*?\])?\+?=/.test(text);
}

export function readRedirects(reading: Reading, group: ReadGroup): Redirect[] {
  const found: Redirect[] = [];
  for (;;) {
    skipBlanks(reading);
    const redirect = readRedirect(reading, group);
    if (redirect === undefined) return found;
    found.push(redirect);
  }
}

export function takeEmptyBrackets(reading: Reading): boolean {
  const brackets = /^[ \t]*\([ \t]*\)/.exec(reading.text.slice(reading.at))?.[0];
  if (brackets !== undefined) reading.at += brackets.length;
  return brackets !== undefined;
}
