/** Where lines that are too long may be cut. */
export interface LineCuts {
  /** So much more than a piece has to be there before it is cut, in UTF-16 units. */
  readonly longest: number;
  /** The last place up to `at`. */
  cutBefore(text: string, at: number): number;
  /** The first place from `at` on. */
  cutAfter(text: string, at: number): number;
}

const anywhere: LineCuts = { longest: 0, cutBefore: (_, at) => at, cutAfter: (_, at) => at };

/** Makes lines of what a program prints, as it comes: in pieces, without an end, or without any line break at all. */
export class OutputLines {
  readonly #maxChars: number;
  readonly #show: (line: string) => void;
  readonly #cuts: LineCuts;
  #rest = "";

  /** @param maxChars a longer line comes in several @param cuts default: anywhere */
  constructor(maxChars: number, show: (line: string) => void, cuts: LineCuts = anywhere) {
    this.#maxChars = maxChars;
    this.#show = show;
    this.#cuts = cuts;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
    // What follows may belong to what stands at the end.
    this.#rest = this.#cut(this.#rest, this.#maxChars + this.#cuts.longest);
  }

  /** Nothing more comes for now: what has no line break is a line, too. */
  end(): void {
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
  }

  #line(line: string): void {
    this.#show(this.#cut(line, this.#maxChars));
  }

  /** @returns what is left when no more than `most` is to be */
  #cut(line: string, most: number): string {
    let left = line;
    while (left.length > most) {
      // What stands first and may not be parted comes whole, however long it is.
      const at = this.#cuts.cutBefore(left, this.#maxChars) || this.#cuts.cutAfter(left, this.#maxChars);
      this.#show(left.slice(0, at));
      left = left.slice(at);
    }
    return left;
  }
}
