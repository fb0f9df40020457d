/** Heredocs: their text begins with the line after the one that announces them. */
import { type ReadGroup, readBackticks, readExpansion } from "./expansions.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Heredoc, Place } from "./syntax.ts";
import { readWord } from "./words.ts";

const inText: Place = { kind: "text", text: (name) => `\${${name}}` };

/** Stands behind `<<` or `<<-`. */
export function announceHeredoc(reading: Reading, { group, dashed }: { group: ReadGroup; dashed: boolean }): Heredoc {
  while (reading.sees(" ") || reading.sees("\t")) reading.at++;
  const word = readWord(reading, { group, assigns: false });
  const span = { start: word.start, end: word.end };
  reading.refuseIn(span, refusals.delimiter);
  const delimiter = word.literal ?? reading.text.slice(word.start, word.end);
  const none = { start: reading.at, end: reading.at };
  const heredoc = { delimiter, delimiterSpan: span, quoted: !word.bare, dashed, body: none };
  reading.records.heredocs.push(heredoc);
  reading.awaited.push(heredoc);
  return heredoc;
}

/** Stands behind the end of a line; afterwards behind the texts of the heredocs that this line has announced. */
export function readHeredocs(reading: Reading, group: ReadGroup): void {
  for (let next = reading.awaited.shift(); next !== undefined; next = reading.awaited.shift()) {
    const start = reading.at;
    const last = lastLine(reading, next);
    if (last === undefined) {
      reading.trouble(`the heredoc has no end: no line is only ${next.delimiter}`, next.delimiterSpan.start);
      reading.at = reading.text.length;
      return;
    }
    reading.at = start;
    next.body = { start, end: last.start };
    readText(reading, next, group);
    if (!/^\w[\w.-]*$/.test(next.delimiter)) reading.refuseIn(next.body, refusals.heredocDelimiter);
    reading.at = last.end;
  }
}

/** The line that ends it, with its line break. */
function lastLine(
  reading: Reading,
  { delimiter, dashed, quoted }: Heredoc,
): { start: number; end: number } | undefined {
  while (!reading.ended) {
    const start = reading.at;
    while (!reading.ended && !reading.sees("\n")) {
      if (!quoted && reading.sees("\\")) reading.at++;
      reading.at = reading.templateAt(reading.at)?.end ?? reading.at + 1;
    }
    const line = reading.text.slice(start, reading.at);
    reading.at = Math.min(reading.at + 1, reading.text.length);
    if ((dashed ? line.replace(/^\t+/, "") : line) === delimiter) return { start, end: reading.at };
  }
  return undefined;
}

function readText(reading: Reading, { body, quoted }: Heredoc, group: ReadGroup): void {
  const awaited = reading.awaited;
  while (reading.at < body.end) {
    if (reading.take(inText) !== undefined) continue;
    const { char } = reading;
    if (quoted) reading.at++;
    else if (char === "\\") {
      reading.at++;
      reading.skip(refusals.backslash);
    } else if (char === "`") readBackticks(reading);
    else if (char !== "$" || !readExpansion(reading, { group, quoted: true })) reading.at++;
  }
  if (reading.at > body.end) reading.trouble("a substitution goes on behind the end of its heredoc", body.start);
  reading.awaited = awaited;
}
