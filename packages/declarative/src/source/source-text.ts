/** A text with a name, and where its lines begin. */
import type { Place } from "../diagnosis/place.ts";

export class SourceText {
  readonly file: string;
  readonly text: string;
  /** Made when the first place is asked for: a source without problems needs none. */
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Line and column of an offset; what goes on in the next line is cut. */
  placeAt(start: number, end = start): Place {
    const { line, from, to } = this.#lineOf(start);
    const length = Math.min(end, to) - start;
    const place = { file: this.file, line, column: start - from + 1 };
    return length > 0 ? { ...place, length } : place;
  }

  /** The line in which an offset stands, without its end. */
  lineTextAt(offset: number): string {
    const { from, to } = this.#lineOf(offset);
    return this.text.slice(from, to);
  }

  /** @param line from 1 */
  lineText(line: number): string {
    this.#lineOf(0);
    const start = this.#lineStarts?.[line - 1];
    return start === undefined ? "" : this.lineTextAt(start);
  }

  #lineOf(offset: number): { line: number; from: number; to: number } {
    this.#lineStarts ??= lineStarts(this.text);
    const starts = this.#lineStarts;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const from = starts[low] ?? 0;
    let to = starts[low + 1] ?? this.text.length;
    while (to > from && isBreak(this.text.charCodeAt(to - 1))) to--;
    return { line: low + 1, from, to };
  }
}

const [lineFeed, carriageReturn] = [10, 13];

function isBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

/** A line ends with \n, \r\n or \r. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1);
  }
  return starts;
}
