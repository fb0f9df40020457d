/** Keeps text up to a limit: of more, its beginning and its end, with a line between them that says what is missing. */
export class Kept {
  readonly #half: number;
  #head = "";
  #tail = "";
  #left = 0;

  /** @param limit in UTF-16 units */
  constructor(limit: number) {
    this.#half = Math.floor(limit / 2);
  }

  add(text: string): void {
    const room = this.#half - this.#head.length;
    this.#head += text.slice(0, Math.max(0, room));
    this.#tail += text.slice(Math.max(0, room));
    // Cut seldom: each cut copies what is kept.
    if (this.#tail.length > 4 * this.#half) this.#cut();
  }

  get text(): string {
    this.#cut();
    if (this.#left === 0) return this.#head + this.#tail;
    return `${this.#head}\n[… ${this.#left} characters left out …]\n${this.#tail}`;
  }

  #cut(): void {
    const over = this.#tail.length - this.#half;
    if (over <= 0) return;
    this.#left += over;
    this.#tail = this.#tail.slice(over);
  }
}
