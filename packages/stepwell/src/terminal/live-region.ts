/**
 * The lines at the bottom of a terminal that are drawn over again.
 *
 * Boundary: inline only. Writes text, colours, line feeds, "cursor up" and "erase line", within synchronised updates;
 * never another screen, never an erased screen or scrollback, no keys, no mouse.
 * L1  The cursor rests at the beginning of the line below the region.
 * L2  Only lines that have changed are written.
 * L3  No line is wider than the terminal was when it was drawn.
 */
import type { OutputStream } from "../environment.ts";
import { widthOf } from "./spans.ts";

const begin = "\u001b[?2026h";
const end = "\u001b[?2026l";
const eraseLine = "\u001b[2K";

export class LiveRegion {
  readonly #stream: OutputStream;
  #shown: readonly string[] = [];

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** @param lines cut to the terminal's width by whoever calls */
  draw(lines: readonly string[]): void {
    this.print([], lines);
  }

  /** Writes lines once, above the region, and draws the region below them. */
  print(above: readonly string[], lines: readonly string[]): void {
    const before = this.#shown;
    const moved = above.length > 0;
    const same = !moved && before.length === lines.length && lines.every((line, at) => line === before[at]);
    if (same) return;
    // Lines above may be wider than the terminal: they flow over what was drawn, which has to be gone by then.
    let out = moved ? this.#erased() : up(this.#height());
    for (const line of above) out += `${line}\n`;
    for (const [at, line] of lines.entries()) {
      const unchanged = !moved && line === before[at];
      out += unchanged ? "\n" : `\r${eraseLine}${line}\n`;
    }
    const left = moved ? 0 : this.#height() - lines.length;
    if (left > 0) out += `${`\r${eraseLine}\n`.repeat(left)}${up(left)}`;
    this.#shown = [...lines];
    this.#stream.write(`${begin}${out}${end}`);
  }

  /** The terminal has another width: what was drawn may take more lines now, so it goes, and is drawn anew. */
  resized(): void {
    if (this.#shown.length === 0) return;
    this.#stream.write(`${begin}${this.#erased()}${end}`);
    this.#shown = [];
  }

  /** Takes away what the terminal has echoed below the region: `^C`. */
  clearEcho(): void {
    this.#stream.write(`${begin}\r${eraseLine}${end}`);
  }

  /** What is drawn stays; the next drawing begins below it. */
  leave(): void {
    this.#shown = [];
  }

  /** Erases what was drawn and leaves the cursor where it began. */
  #erased(): string {
    const height = this.#height();
    return `${up(height)}${`\r${eraseLine}\n`.repeat(height)}${up(height)}`;
  }

  /** Lines of the terminal that the region takes. */
  #height(): number {
    const { columns } = this.#stream.size();
    return this.#shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
  }
}

function up(lines: number): string {
  return lines === 0 ? "" : `\r\u001b[${lines}A`;
}
