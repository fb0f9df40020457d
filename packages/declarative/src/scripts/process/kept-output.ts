/** Keeps text up to a limit: of more, its beginning and its end, with a line between them that says what is missing. */
import { HiddenTexts } from "../../expressions/hidden-texts.ts";

/**
 * K1  No secret is cut in two, where text is left out: so much more is kept at both places as one can be long.
 */
export class Kept {
  readonly #half: number;
  readonly #hidden: HiddenTexts;
  /** How much of the beginning, and of the end, it takes to cut them. */
  readonly #room: number;
  #head = "";
  #tail = "";
  #total = 0;

  /** @param limit in UTF-16 units */
  constructor(limit: number, hidden = HiddenTexts.none) {
    this.#half = Math.floor(limit / 2);
    this.#hidden = hidden;
    this.#room = this.#half + hidden.longest;
  }

  add(text: string): void {
    this.#total += text.length;
    this.#head += text.slice(0, Math.max(0, this.#room - this.#head.length));
    this.#tail += text;
    // Cut seldom: each cut copies what is kept.
    if (this.#tail.length > 4 * this.#room) this.#tail = this.#tail.slice(-this.#room);
  }

  get text(): string {
    const [head, half] = [this.#head, this.#half];
    const tail = this.#room === 0 ? "" : this.#tail.slice(-this.#room);
    if (this.#total <= 2 * half) return head + tail.slice(head.length + tail.length - this.#total);
    const to = this.#hidden.cutBefore(head, half);
    const from = this.#hidden.cutAfter(tail, tail.length - half);
    const left = this.#total - to - (tail.length - from);
    return `${head.slice(0, to)}\n[… ${left} characters left out …]\n${tail.slice(from)}`;
  }
}
