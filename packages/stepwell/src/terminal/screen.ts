/** A stream with what it can show: writes whole lines, cut or folded to its width. */
import type { OutputStream } from "../environment.ts";
import type { Appearance } from "./appearance.ts";
import { fold } from "./fold.ts";
import { endMark } from "./glyphs.ts";
import { cutLine, type Line, paint, span, type Tone } from "./spans.ts";

/** Longer lines are hard to read, and right-aligned words too far from what they belong to. */
const widest = 100;
const narrowest = 20;

export interface Screen {
  readonly stream: OutputStream;
  readonly appearance: Appearance;
  /** Columns that a line may take: one less than the terminal has, so that none ever wraps. */
  columns(): number;
  /** A line that is cut to the width of a terminal; elsewhere it is written whole. */
  line(line: Line): void;
  /** A sentence, folded where it is too long for a terminal. */
  sentence(text: string, tone?: Tone): void;
}

export function screenOn(stream: OutputStream, appearance: Appearance): Screen {
  const columns = (): number => Math.min(Math.max(stream.size().columns - 1, narrowest), widest);
  return {
    stream,
    appearance,
    columns,
    line: (line) => {
      const shown = stream.isTerminal ? cutLine(line, stream.size().columns - 1, endMark(appearance)) : line;
      stream.write(`${paint(shown, appearance.colour)}\n`);
    },
    sentence: (text, tone = "plain") => {
      const lines = stream.isTerminal ? fold(text, columns()) : [text];
      for (const piece of lines) stream.write(`${paint([span(piece, tone)], appearance.colour)}\n`);
    },
  };
}
