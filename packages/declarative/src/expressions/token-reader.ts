/** The tokens of an expression, one after the other, for its parser. */
import { type Stretch, tokens } from "./lexer.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import type { Token, TokenKind } from "./token.ts";

/** How deep an expression may be nested, so that reading and evaluating one cannot exhaust the stack. */
export const maxDepth = 50;

export class TokenReader {
  readonly #stretch: Stretch;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(stretch: Stretch) {
    this.#stretch = stretch;
    this.#tokens = tokens(stretch);
  }

  deeper<T>(read: () => T): T {
    if (++this.#depth > maxDepth) throw this.tooDeep();
    const result = read();
    this.#depth--;
    return result;
  }

  peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  advance(): Token {
    return this.#tokens[this.#next++] as Token;
  }

  take(kind: TokenKind): boolean {
    if (this.peek().kind !== kind) return false;
    this.#next++;
    return true;
  }

  expect(kind: TokenKind): void {
    if (!this.take(kind)) throw this.unexpected(`${kind} was expected here`);
  }

  /** Where the token before ends. */
  end(): number {
    return this.#tokens[this.#next - 1]?.end ?? this.#stretch.from;
  }

  written({ at, end }: Token): string {
    return this.#stretch.source.slice(at, end);
  }

  tooDeep(): SyntaxFault {
    return new SyntaxFault(`more than ${maxDepth} levels are nested here`, this.peek(), "compute a part in a stage");
  }

  unexpected(hint?: string): SyntaxFault {
    const token = this.peek();
    if (token.kind === "end") return new SyntaxFault("the expression ends too early", this.#lastSpan(), hint);
    return new SyntaxFault(`unexpected ${this.written(token)}`, token, hint ?? wordHint(this.written(token)));
  }

  #lastSpan(): { at: number; end: number } {
    return this.#tokens[this.#next - 1] ?? this.peek();
  }
}

const words = new Map([
  ["and", "both is &&"],
  ["or", "either is ||"],
  ["not", "not is !"],
  ["in", "use contains(list, item)"],
  ["is", "equality is =="],
]);

function wordHint(written: string): string | undefined {
  return words.get(written.toLowerCase());
}
