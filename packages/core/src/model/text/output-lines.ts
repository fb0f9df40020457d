/** Makes lines of what a program prints, as it comes: in pieces, without an end, or without any line break at all. */
export class OutputLines {
  readonly #maxChars: number;
  readonly #show: (line: string) => void;
  #rest = "";

  /** @param maxChars a longer line comes in several */
  constructor(maxChars: number, show: (line: string) => void) {
    this.#maxChars = maxChars;
    this.#show = show;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#cut(line.endsWith("\r") ? line.slice(0, -1) : line);
    while (this.#rest.length > this.#maxChars) {
      this.#show(this.#rest.slice(0, this.#maxChars));
      this.#rest = this.#rest.slice(this.#maxChars);
    }
  }

  /** Nothing more comes for now: what has no line break is a line, too. */
  end(): void {
    if (this.#rest !== "") this.#show(this.#rest);
    this.#rest = "";
  }

  #cut(line: string): void {
    let left = line;
    for (; left.length > this.#maxChars; left = left.slice(this.#maxChars)) this.#show(left.slice(0, this.#maxChars));
    this.#show(left);
  }
}
