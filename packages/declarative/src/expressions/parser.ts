/** Tokens to tree. Weakest first: `||`, `&&`, `== !=`, `< <= > >=`, `!`, filters, members and calls. */
import type { Stretch } from "./lexer.ts";
import type { CompareOperator, MemberNode, Node } from "./node.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { templatePieces } from "./template-pieces.ts";
import type { Token } from "./token.ts";
import { maxDepth, TokenReader } from "./token-reader.ts";

/** The tree of a stretch that is one expression. Throws `SyntaxFault`. */
export function parseStretch(stretch: Stretch): Node {
  return new Parser(stretch).whole();
}

class Parser {
  readonly #stretch: Stretch;
  readonly #read: TokenReader;

  constructor(stretch: Stretch) {
    this.#stretch = stretch;
    this.#read = new TokenReader(stretch);
  }

  whole(): Node {
    if (this.#read.peek().kind === "end") {
      const { from, to } = this.#stretch;
      throw new SyntaxFault("an expression is missing here", { at: from, end: to });
    }
    const node = this.#expression();
    if (this.#read.peek().kind !== "end") throw this.#read.unexpected();
    return node;
  }

  #expression(): Node {
    return this.#read.deeper(() => this.#logic("||"));
  }

  #logic(operator: "||" | "&&"): Node {
    const operand = (): Node => (operator === "||" ? this.#logic("&&") : this.#compared(["==", "!="]));
    const first = operand();
    if (this.#read.peek().kind !== operator) return first;
    const operands = [first];
    while (this.#read.take(operator)) operands.push(operand());
    return { kind: "logic", operator, operands, at: first.at, end: this.#read.end() };
  }

  #compared(operators: readonly CompareOperator[]): Node {
    const operand = (): Node => (operators.includes("==") ? this.#compared(["<", "<=", ">", ">="]) : this.#unary());
    let left = operand();
    for (let links = 0; ; links++) {
      const operator = operators.find((candidate) => this.#read.take(candidate));
      if (operator === undefined) return left;
      if (links > maxDepth) throw this.#read.tooDeep();
      left = { kind: "compare", operator, left, right: operand(), at: left.at, end: this.#read.end() };
    }
  }

  #unary(): Node {
    const { at } = this.#read.peek();
    if (!this.#read.take("!")) return this.#filtered();
    const operand = this.#read.deeper(() => this.#unary());
    return { kind: "not", operand, at, end: this.#read.end() };
  }

  #filtered(): Node {
    let input = this.#chain();
    for (let links = 0; this.#read.take("|"); links++) {
      if (links > maxDepth) throw this.#read.tooDeep();
      if (this.#read.peek().kind !== "name")
        throw this.#read.unexpected("the name of a filter stands after |; either is ||");
      const name = this.#read.written(this.#read.advance());
      const given = this.#read.take("(") ? this.#arguments() : [];
      input = { kind: "filter", name, input, arguments: given, at: input.at, end: this.#read.end() };
    }
    return input;
  }

  /** Something, and what is asked of it: `.member`, `[index]`, `.*`, `?`. */
  #chain(): Node {
    const first = this.#read.peek().kind;
    let node = this.#primary();
    if (first !== "name" && first !== "(" && first !== "${{") return node;
    for (let links = 0; ; links++) {
      if (links > maxDepth) throw this.#read.tooDeep();
      if (this.#read.take("[")) {
        const key = this.#read.take("*") ? "*" : this.#expression();
        this.#read.expect("]");
        node = this.#member(node, key);
      } else if (this.#read.take(".")) {
        node = this.#member(node, this.#read.take("*") ? "*" : this.#plainKey());
      } else if (this.#read.take("?")) {
        node = { ...unknownIsNull(node), end: this.#read.end() };
      } else {
        return node;
      }
    }
  }

  #member(of: Node, key: Node | "*"): MemberNode {
    return { kind: "member", of, key, optional: false, at: of.at, end: this.#read.end() };
  }

  #plainKey(): Node {
    const token = this.#read.peek();
    if (token.kind !== "name")
      throw this.#read.unexpected("the name of a member stands after a dot; others go into ['…']");
    this.#read.advance();
    return { kind: "literal", value: this.#read.written(token), at: token.at, end: token.end };
  }

  #primary(): Node {
    const token = this.#read.peek();
    const { at, end } = token;
    switch (token.kind) {
      case "literal":
        this.#read.advance();
        return { kind: "literal", value: token.value ?? null, at, end };
      case "text":
        this.#read.advance();
        return this.#text(token);
      case "name": {
        this.#read.advance();
        const name = this.#read.written(token);
        if (!this.#read.take("(")) return { kind: "name", name, optional: false, at, end };
        const given = this.#arguments();
        return { kind: "call", name: name.toLowerCase(), arguments: given, at, end: this.#read.end() };
      }
      case "(":
      case "${{": {
        this.#read.advance();
        const node = this.#expression();
        this.#read.expect(token.kind === "(" ? ")" : "}}");
        return { ...node, at, end: this.#read.end() };
      }
      default:
        throw this.#read.unexpected();
    }
  }

  /** What follows an opening parenthesis, with the closing one. */
  #arguments(): Node[] {
    const given: Node[] = [];
    if (this.#read.take(")")) return given;
    do given.push(this.#expression());
    while (this.#read.take(","));
    this.#read.expect(")");
    return given;
  }

  #text({ at, end }: Token): Node {
    const { source } = this.#stretch;
    const parts = templatePieces(source, at + 1, end - 1).map(({ kind, from, to }): Node => {
      if (kind === "expression") return this.#read.deeper(() => parseStretch({ source, from, to, condition: false }));
      return { kind: "literal", value: source.slice(from, to).replaceAll("''", "'"), at: from, end: to };
    });
    return { kind: "text", parts, at, end };
  }
}

/** The chain with every link of it excused. */
function unknownIsNull(node: Node): Node {
  if (node.kind === "name") return { ...node, optional: true };
  if (node.kind === "member") return { ...node, of: unknownIsNull(node.of), optional: true };
  return node;
}
