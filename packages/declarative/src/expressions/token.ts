/** The words of the expression language. */
export type TokenKind =
  | "("
  | ")"
  | "["
  | "]"
  | ","
  | "."
  | "*"
  | "?"
  | "|"
  | "!"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||"
  | "name"
  | "literal"
  /** A text in quotes with `${{ }}` in it; in conditions only. */
  | "text"
  /** Around an expression within a condition. */
  | "${{"
  | "}}"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly at: number;
  readonly end: number;
  /** Of a literal. */
  readonly value?: null | boolean | number | string;
}
