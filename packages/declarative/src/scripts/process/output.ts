/** What a program prints: each line as it comes, and all of it up to a limit. */

/** Makes lines of pieces of text. A line that is too long comes in several. */
export class Lines {
  readonly #show: (line: string) => void;
  readonly #longest: number;
  #rest = "";

  constructor(longest: number, show: (line: string) => void) {
    this.#longest = longest;
    this.#show = show;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#cut(line.endsWith("\r") ? line.slice(0, -1) : line);
    while (this.#rest.length > this.#longest) {
      this.#show(this.#rest.slice(0, this.#longest));
      this.#rest = this.#rest.slice(this.#longest);
    }
  }

  end(): void {
    if (this.#rest !== "") this.#show(this.#rest);
    this.#rest = "";
  }

  #cut(line: string): void {
    let left = line;
    for (; left.length > this.#longest; left = left.slice(this.#longest)) this.#show(left.slice(0, this.#longest));
    this.#show(left);
  }
}

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
