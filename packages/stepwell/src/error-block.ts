/**
 * Errors as people get them: what and where, the cause, the cure; the code on the right of the first line.
 *
 * ✗ hello.ts cannot be loaded: Unexpected token        module-not-loadable
 *   hello.ts:3:9
 *    3 | const a = ;
 *      |           ^
 *   mend the file; nothing was started
 */
import type { RowState } from "@stepwell/core";
import { lineOf, type SourcePlace, shownPath } from "./source-place.ts";
import { fold } from "./terminal/fold.ts";
import { endMark, signOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import type { Screen } from "./terminal/screen.ts";
import { cut, lineWidth, pad, span, widthOf } from "./terminal/spans.ts";

export interface ErrorBlock {
  readonly state: RowState;
  readonly headline: string;
  readonly code: string;
  /** What lies below: `HttpError: 503`; "" for nothing. */
  readonly cause: string;
  /** What else went wrong, a line each. */
  readonly also?: readonly string[];
  /** Lines that are printed as they stand. */
  readonly lines?: readonly string[];
  readonly place: SourcePlace | undefined;
  /** What to do; "" for nothing. */
  readonly cure: string;
}

const indent = "  ";
/** Columns that lines of a block have less than the terminal. */
export const blockIndent = indent.length;
/** The code stands no further right, however wide the terminal: it belongs to the headline. */
const codeColumn = 80;

export function printBlock(block: ErrorBlock, screen: Screen, folder: string): void {
  const columns = screen.columns();
  headline(block, screen, columns);
  if (block.cause !== "") for (const line of folded(block.cause, columns)) screen.line([span(indent + line)]);
  for (const text of block.also ?? []) for (const line of folded(text, columns)) screen.line([span(indent + line)]);
  for (const text of block.lines ?? []) screen.line([span(indent + plainText(text))]);
  if (block.place !== undefined) printPlace(block.place, screen, folder);
  if (block.cure !== "") for (const line of folded(block.cure, columns)) screen.line([span(indent + line, "idle")]);
}

function folded(text: string, columns: number): string[] {
  return fold(plainText(text), columns - indent.length);
}

function headline(block: ErrorBlock, screen: Screen, columns: number): void {
  const sign = signOf(block.state, screen.appearance);
  const signWidth = widthOf(sign.text) + 1;
  const lines = fold(plainText(block.headline), columns - signWidth);
  const last = lines.length - 1;
  for (const [at, text] of lines.entries()) {
    const start = [at === 0 ? sign : span(" ".repeat(signWidth - 1)), span(" "), span(text, "strong")];
    const gap = Math.min(columns, codeColumn) - lineWidth(start) - widthOf(block.code);
    if (at < last) screen.line(start);
    else if (gap >= 2) screen.line([...start, span(" ".repeat(gap)), span(block.code, "idle")]);
    else {
      screen.line(start);
      screen.line([span(block.code.padStart(Math.min(columns, codeColumn)), "idle")]);
    }
  }
}

/** `  at lookup (pipeline.ts:48:17)`, and below it the line with a mark under the column. */
function printPlace(place: SourcePlace, screen: Screen, folder: string): void {
  const at = [shownPath(place.file, folder), place.line, place.column].filter((part) => part !== undefined).join(":");
  const text = place.name === "" ? at : `at ${plainText(place.name)} (${at})`;
  for (const line of fold(text, screen.columns() - indent.length)) screen.line([span(indent + line)]);
  const source = lineOf(place);
  if (source === undefined || source.trim() === "") return;
  const number = String(place.line);
  const room = screen.columns() - number.length - 6;
  const shown = plainText(source.replaceAll("\t", " "));
  // A long beginning is left out, so that the mark is on the screen.
  const from = place.column !== undefined && place.column > room ? place.column - Math.floor(room / 2) : 0;
  const excerpt = cut(shown.slice(from), room, endMark(screen.appearance));
  screen.line([span(`${indent} ${number} | `, "idle"), span(excerpt)]);
  if (place.column === undefined || place.column < 1) return;
  const before = pad("", widthOf(shown.slice(from, place.column - 1)));
  if (widthOf(before) >= room) return;
  screen.line([span(`${indent} ${" ".repeat(number.length)} | `, "idle"), span(`${before}^`, "bad")]);
}
