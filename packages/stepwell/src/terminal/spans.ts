/** A line of output as pieces with a tone: laid out and cut as plain text, coloured last. */
import { styleText } from "node:util";
import stringWidth from "fast-string-width";

/** How much a piece matters; never its only sign. */
export type Tone = "plain" | "strong" | "idle" | "active" | "attention" | "bad" | "good";

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

const styles = {
  strong: "bold",
  idle: "dim",
  active: "blue",
  attention: "yellow",
  bad: "red",
  good: "green",
} as const;

export function span(text: string, tone: Tone = "plain"): Span {
  return { text, tone };
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return isAscii(text) ? text.length : stringWidth(text);
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** @param end stands for what was left out, if anything was */
export function cut(text: string, columns: number, end: string): string {
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(end);
  if (room <= 0) return takeColumns(end, columns);
  return takeColumns(text, room) + end;
}

export function cutLine(line: Line, columns: number, end: string): Line {
  if (lineWidth(line) <= columns) return line;
  const kept: Span[] = [];
  let left = columns;
  for (const [at, { text, tone }] of line.entries()) {
    const rest = line.slice(at + 1).some((next) => next.text !== "");
    const width = widthOf(text);
    // The piece that does not fit, or after which nothing more would, carries the mark.
    if (width > left || (width === left && rest)) {
      kept.push({ text: cut(rest && width <= left ? `${text} ` : text, left, end).trimEnd(), tone });
      break;
    }
    kept.push({ text, tone });
    left -= width;
  }
  return kept;
}

export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

export function paint(line: Line, colour: boolean): string {
  const text = colour ? line.map(paintSpan).join("") : line.map((piece) => piece.text).join("");
  return text.trimEnd();
}

function paintSpan({ text, tone }: Span): string {
  return tone === "plain" || text === "" ? text : styleText(styles[tone], text, { validateStream: false });
}

/** The longest beginning that fits, by what people see as one character. */
function takeColumns(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (isAscii(text)) return text.slice(0, columns);
  let taken = "";
  let left = columns;
  // Made only where it is needed: the first one takes longer to load than all of help.
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    taken += segment;
  }
  return taken;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
