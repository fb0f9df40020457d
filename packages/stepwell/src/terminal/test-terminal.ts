/**
 * A terminal for tests: understands just what the live region may write, and refuses everything else. What it cannot
 * do (another screen, erased screens, hidden cursors, keys) is what nobody may ask of a terminal here.
 */
import { expect } from "vitest";
import type { OutputStream } from "../environment.ts";
import { widthOf } from "./spans.ts";

export const esc = String.fromCharCode(27);
const parts = new RegExp(`${esc}\\[[?\\d;]*[A-Za-z]|\\r|\\n|[^${esc}\\r\\n]+|${esc}`, "g");
const cursorUp = new RegExp(`^${esc}\\[(\\d+)A$`);
const harmless = new RegExp(`^${esc}\\[(?:[\\d;]*m|\\?2026[hl])$`);

export class TestTerminal {
  columns: number;
  rows: number;
  /** Everything that was written, as it was. */
  raw = "";
  /** Lines that wrapped because they were longer than the terminal is wide. */
  wrapped = 0;
  readonly #lines: string[] = [""];
  #row = 0;
  #column = 0;
  readonly #resizes = new Set<() => void>();

  constructor(columns: number, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  /** As the command sees it. */
  get stream(): OutputStream {
    return {
      isTerminal: true,
      size: () => ({ columns: this.columns, rows: this.rows }),
      write: (text) => this.write(text),
      onResize: (fn) => {
        this.#resizes.add(fn);
        return { stop: () => this.#resizes.delete(fn) };
      },
      divert: () => ({ stop: () => {} }),
      flush: () => Promise.resolve(),
    };
  }

  /** Breaks lines that are too long now, as terminals do, and tells whoever listens. */
  resize(columns: number): void {
    this.columns = columns;
    const before = this.#lines.splice(0);
    let row = this.#row;
    for (const [at, line] of before.entries()) {
      const text = line.trimEnd();
      const pieces = Math.max(1, Math.ceil(text.length / columns));
      for (let piece = 0; piece < pieces; piece++) this.#lines.push(text.slice(piece * columns, (piece + 1) * columns));
      if (at < this.#row) row += pieces - 1;
    }
    this.#row = row;
    for (const fn of this.#resizes) fn();
  }

  /** All lines, those that were scrolled away too, without colours and blanks at their ends. */
  get screen(): string[] {
    const lines = this.#lines.map((line) => line.trimEnd());
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  write(text: string): void {
    this.raw += text;
    for (const part of text.match(parts) ?? []) this.#take(part);
  }

  #take(part: string): void {
    if (part === "\n") {
      // As a terminal with the usual settings does: to the beginning of the next line.
      this.#column = 0;
      this.#down();
    } else if (part === "\r") {
      this.#column = 0;
    } else if (part.startsWith(esc)) {
      this.#control(part);
    } else {
      this.#put(part);
    }
  }

  #control(part: string): void {
    const up = cursorUp.exec(part);
    if (up !== null) {
      this.#row -= Number(up[1]);
      expect(this.#row, "the cursor leaves the top").toBeGreaterThanOrEqual(
        Math.max(0, this.#lines.length - this.rows),
      );
    } else if (part === `${esc}[2K`) {
      this.#lines[this.#row] = "";
    } else {
      expect(part, "a control sequence that is not allowed").toMatch(harmless);
    }
  }

  #put(text: string): void {
    for (const character of text) {
      const width = widthOf(character);
      if (this.#column + width > this.columns) {
        this.wrapped++;
        this.#column = 0;
        this.#down();
      }
      const line = (this.#lines[this.#row] ?? "").padEnd(this.#column);
      this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + character.length);
      this.#column += width;
    }
  }

  #down(): void {
    this.#row++;
    this.#lines[this.#row] ??= "";
  }
}
