/** The tree of an expression. `at` and `end` are offsets in the text that the expression was read from. */

interface Span {
  readonly at: number;
  readonly end: number;
}

export interface LiteralNode extends Span {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
}

/** A context: `params`. */
export interface NameNode extends Span {
  readonly kind: "name";
  readonly name: string;
  /** Null where nothing of this name is known, instead of an error. */
  readonly optional: boolean;
}

/** `of.key`, `of[key]`, or `of.*`. */
export interface MemberNode extends Span {
  readonly kind: "member";
  readonly of: Node;
  readonly key: Node | "*";
  readonly optional: boolean;
}

export interface CallNode extends Span {
  readonly kind: "call";
  /** In lower case: names of functions have no case. */
  readonly name: string;
  readonly arguments: readonly Node[];
}

/** `input | name(arguments)`. */
export interface FilterNode extends Span {
  readonly kind: "filter";
  readonly name: string;
  readonly input: Node;
  readonly arguments: readonly Node[];
}

export interface NotNode extends Span {
  readonly kind: "not";
  readonly operand: Node;
}

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

export interface CompareNode extends Span {
  readonly kind: "compare";
  readonly operator: CompareOperator;
  readonly left: Node;
  readonly right: Node;
}

export interface LogicNode extends Span {
  readonly kind: "logic";
  readonly operator: "&&" | "||";
  readonly operands: readonly Node[];
}

/** Text with `${{ }}` in it, within a condition. */
export interface TextNode extends Span {
  readonly kind: "text";
  readonly parts: readonly Node[];
}

export type Node =
  | LiteralNode
  | NameNode
  | MemberNode
  | CallNode
  | FilterNode
  | NotNode
  | CompareNode
  | LogicNode
  | TextNode;
