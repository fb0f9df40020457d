/** What begins with a dollar sign or a backtick: parameters, substitutions, arithmetic. */
import { readArithmetic } from "./arithmetic.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";

/** Reads a list of commands up to the bracket that closes it, and takes that. Given, because commands hold words. */
export type ReadGroup = (reading: Reading) => void;

export interface Inside {
  readonly group: ReadGroup;
  /** In double quotes, or in a heredoc. */
  readonly quoted: boolean;
}

/** Stands at a dollar sign. False when it is only that: a character. */
export function readExpansion(reading: Reading, inside: Inside): boolean {
  return reading.nested(() => readDollarSign(reading, inside));
}

function readDollarSign(reading: Reading, inside: Inside): boolean {
  const { text, at } = reading;
  if (reading.templateAt(at + 1) !== undefined) {
    reading.at++;
    reading.skip(refusals.dollar);
    return true;
  }
  const next = text.charAt(at + 1);
  if (next === "{") readBraces(reading, inside);
  else if (text.startsWith("((", at + 1)) readDoubleBracket(reading, inside.group);
  else if (next === "(") readSubstitution(reading, inside.group);
  else if (next === "[") {
    reading.at += 2;
    if (!readArithmetic(reading, { close: "]", expand: expandIn(inside.group) })) reading.trouble("$[ has no end", at);
  } else {
    const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!_-])/.exec(text.slice(at + 1, at + 257))?.[0];
    if (name === undefined) return false;
    reading.records.expansions.push({ name, at });
    reading.at += 1 + name.length;
  }
  return true;
}

/** What arithmetic needs of this file. */
export function expandIn(group: ReadGroup): (reading: Reading) => boolean {
  return (reading) => {
    if (reading.char === "`") readBackticks(reading);
    else return readExpansion(reading, { group, quoted: true });
    return true;
  };
}

function readDoubleBracket(reading: Reading, group: ReadGroup): void {
  const start = reading.at;
  if (!reading.notArithmetic.has(start)) {
    const back = reading.mark();
    reading.at += 3;
    if (readArithmetic(reading, { close: "))", expand: expandIn(group) })) return;
    back();
    reading.notArithmetic.add(start);
  }
  readSubstitution(reading, group);
  // Here bash counts brackets and no words: it might still find arithmetic.
  if (reading.text.slice(0, reading.at).endsWith("))")) reading.records.ambiguous.push({ start, end: reading.at });
}

/** Stands before `$(`, `<(` or `>(`. */
export function readSubstitution(reading: Reading, group: ReadGroup): void {
  const { at, awaited } = reading;
  reading.awaited = [];
  reading.at += 2;
  group(reading);
  if (reading.awaited.length > 0) reading.trouble("a heredoc has no text before its substitution ends", at);
  reading.awaited = awaited;
}

export function readBackticks(reading: Reading): void {
  const start = reading.at++;
  while (!reading.ended && !reading.sees("`")) {
    if (reading.sees("\\")) reading.at++;
    reading.skip(refusals.backticks);
  }
  if (reading.ended) reading.trouble("a backtick has no partner", start);
  reading.at++;
}

/** `${ … }`: no template may stand in it, but where it ends must be known. */
function readBraces(reading: Reading, inside: Inside): void {
  const start = reading.at;
  reading.at += 2;
  const operator = /^[!#]?[\w@*?$!-]*(?:\[[^\]]*\])?([^\w}]?)/.exec(reading.text.slice(reading.at))?.[1] ?? "";
  const singleQuotes = !inside.quoted || "#%/^,".includes(operator || " ");
  while (!reading.ended && !reading.sees("}")) readInBraces(reading, { ...inside, singleQuotes });
  if (reading.ended) reading.trouble("${ has no end", start);
  reading.at++;
  const span = { start, end: reading.at };
  reading.refuseIn(span, refusals.braces);
  recordParameter(reading, start);
}

function readInBraces(reading: Reading, inside: Inside & { singleQuotes: boolean }): void {
  if (reading.sees("\\")) {
    reading.at++;
    reading.skip(refusals.backslash);
  } else if (reading.sees("'") && inside.singleQuotes) {
    reading.at++;
    while (!reading.ended && !reading.sees("'")) reading.skip(refusals.braces);
    reading.at++;
  } else if (reading.sees('"')) {
    reading.at++;
    while (!reading.ended && !reading.sees('"'))
      readInBraces(reading, { ...inside, quoted: true, singleQuotes: false });
    reading.at++;
  } else if (reading.sees("`")) readBackticks(reading);
  else if (!reading.sees("$") || !readExpansion(reading, inside)) reading.skip(refusals.braces);
}

/** Which variable it expands, and what of it bash evaluates. */
function recordParameter(reading: Reading, start: number): void {
  const { records } = reading;
  const body = reading.text.slice(start + 2, reading.at - 1);
  const parts = /^(!?)#?([A-Za-z_]\w*)?(\[[^\]]*\]?)?/.exec(body);
  const [whole = "", indirect, name, subscript] = parts ?? [];
  if (name === undefined) return;
  records.expansions.push({ name, at: start });
  const rest = body.slice(whole.length);
  if (indirect === "!" && !/^[@*]$/.test(rest) && !/^\[[@*]\]$/.test(subscript ?? "")) {
    records.indirect.push({ name, at: start });
  }
  const from = start + 2;
  if (subscript !== undefined && !/^\[[@*]\]$/.test(subscript)) {
    records.evaluated.push({ start: from + whole.length - subscript.length, end: from + whole.length });
  }
  if (/^:(?![-+=?])/.test(rest)) records.evaluated.push({ start: from + whole.length, end: reading.at });
}
