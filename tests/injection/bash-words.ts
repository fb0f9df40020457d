/** Words of generated bash scripts, with what each comes to. */
import type { Random } from "./random.ts";

export interface Piece {
  readonly text: string;
  readonly prints: string;
}

const literals = ["a", "b-c", "x.y", "1", "é", ",", "%", "@"];

export class BashWords {
  /** By expression. */
  readonly values: Record<string, string> = {};
  /** How many substitutions are open. */
  substitutions = 0;
  readonly #random: Random;
  readonly #value: () => string;
  readonly #command: (depth: number) => Piece;
  #names = 0;

  constructor(random: Random, value: () => string, command: (depth: number) => Piece) {
    this.#random = random;
    this.#value = value;
    this.#command = command;
  }

  template(value = this.#value()): Piece {
    const name = `x${++this.#names}`;
    this.values[name] = value;
    const text = this.#random.pick([`\${{ ${name} }}`, `\${{${name}}}`, `\${{ ${name}\n}}`]);
    return { text, prints: value };
  }

  several(count: number, make: () => Piece): Piece[] {
    return Array.from({ length: count }, make);
  }

  join(pieces: readonly Piece[], between = ""): Piece {
    return { text: pieces.map(({ text }) => text).join(between), prints: pieces.map(({ prints }) => prints).join("") };
  }

  literal(): Piece {
    const text = this.#random.pick(literals);
    return { text, prints: text };
  }

  word(depth: number): Piece {
    return this.join(this.several(1 + this.#random.below(3), () => this.part(depth)));
  }

  part(depth: number): Piece {
    const around = (before: string, inner: Piece, after: string): Piece => {
      return { text: before + inner.text + after, prints: inner.prints };
    };
    switch (this.#random.below(depth > 0 ? 8 : 6)) {
      case 0:
        return this.literal();
      case 1:
        return this.template();
      case 2:
        return around(
          "'",
          this.join([this.literal(), this.template(), { text: ' "$(x)` \\', prints: ' "$(x)` \\' }]),
          "'",
        );
      case 3:
        return around("$'", this.join([{ text: "\\t\\'", prints: "\t'" }, this.template(), this.literal()]), "'");
      case 4:
        return { text: "\\$\\'\\\"", prints: "$'\"" };
      case 5:
        return around('"', this.inDouble(0), '"');
      default:
        return around('"', this.inDouble(depth), '"');
    }
  }

  inDouble(depth: number): Piece {
    return this.join(
      this.several(1 + this.#random.below(3), () => {
        switch (this.#random.below(depth > 0 ? 6 : 4)) {
          case 0:
            return this.literal();
          case 1:
            return { text: `it's \\" \\$`, prints: `it's " $` };
          case 2:
          case 3:
            return this.template();
          case 4:
            return this.sum();
          default:
            return this.substitution(depth - 1);
        }
      }),
    );
  }

  sum(): Piece {
    const number = this.#random.below(2_000) - 1_000;
    const { text } = this.template(String(number));
    return { text: `$(( (1 + ${text}) * 2 ))`, prints: String((1 + number) * 2) };
  }

  /** Bash takes line breaks away from the end of what is printed: a dot keeps them. */
  substitution(depth: number): Piece {
    this.substitutions++;
    const { text, prints } = this.#command(depth);
    this.substitutions--;
    const [open, close] = this.#random.pick([
      ["$(", "\nprintf .)"],
      ["$(\n", "\nprintf .\n)"],
      ["$( ", "\nprintf . )"],
    ] as const);
    // Bash takes $(( for arithmetic until it finds out, and loses count of quotes on the way.
    const apart = text.startsWith("(") ? " " : "";
    return { text: open + apart + text + close, prints: `${prints}.` };
  }
}
