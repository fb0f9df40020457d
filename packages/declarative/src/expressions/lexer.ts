/** Text of an expression to tokens. */
import { SyntaxFault } from "./syntax-fault.ts";
import { endOfExpression } from "./template-pieces.ts";
import type { Token, TokenKind } from "./token.ts";

/** A stretch of a text to read as one expression. */
export interface Stretch {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** `${{ }}` may stand in it: bare, and within quotes. */
  readonly condition: boolean;
}

const single = new Set(["(", ")", "[", "]", ",", "*", "?"]);
const pairs = ["==", "!=", "<=", ">=", "&&", "||"] as const;
const boundaries = new Set("()[],.!<>=&|?");
const keywords = new Map<string, null | boolean | number>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);
const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** After these a dot leads to a member; elsewhere it begins a number. */
const beforeMember = new Set<TokenKind | undefined>(["name", "]", ")", "*", "?", "}}"]);

/** All tokens, the last of kind "end". */
export function tokens(stretch: Stretch): Token[] {
  const found: Token[] = [];
  let at = stretch.from;
  while (at < stretch.to) {
    const token = next(stretch, at, found[found.length - 1]);
    if (typeof token === "number") {
      at = token;
    } else if (token.kind === "${{") {
      found.push(token);
      at = embedded(stretch, token, found);
    } else {
      found.push(token);
      at = token.end;
    }
  }
  found.push({ kind: "end", at: stretch.to, end: stretch.to });
  return found;
}

/** Adds what stands within `${{ }}`; gives where it ends. */
function embedded({ source, to }: Stretch, { at, end }: Token, found: Token[]): number {
  const closing = endOfExpression(source, end, to);
  if (closing === -1) throw new SyntaxFault("this ${{ has no }}", { at, end });
  for (const token of tokens({ source, from: end, to: closing, condition: false })) {
    if (token.kind !== "end") found.push(token);
  }
  found.push({ kind: "}}", at: closing, end: closing + 2 });
  return closing + 2;
}

/** The token at an offset; a number where there is none but white space: the offset after it. */
function next(stretch: Stretch, at: number, previous: Token | undefined): Token | number {
  const { source, to } = stretch;
  const sign = source[at] ?? "";
  if (sign === " " || sign === "\n" || sign === "\t" || sign === "\r") return at + 1;
  if (single.has(sign)) return { kind: sign as TokenKind, at, end: at + 1 };
  const two = source.slice(at, Math.min(at + 2, to));
  for (const pair of pairs) if (two === pair) return { kind: pair, at, end: at + 2 };
  if (sign === "!" || sign === "<" || sign === ">" || sign === "|") return { kind: sign, at, end: at + 1 };
  if (sign === "'") return text(stretch, at);
  if (sign === "." && beforeMember.has(previous?.kind)) return { kind: ".", at, end: at + 1 };
  if (sign === "." || sign === "+" || sign === "-" || (sign >= "0" && sign <= "9")) return number(stretch, at);
  if (stretch.condition && source.startsWith("${{", at)) return { kind: "${{", at, end: at + 3 };
  return word(stretch, at, previous);
}

function text({ source, to, condition }: Stretch, at: number): Token {
  let bound = false;
  let end = at + 1;
  for (; end < to; end++) {
    if (condition && source.startsWith("${{", end)) {
      const closing = endOfExpression(source, end + 3, to);
      if (closing === -1) throw new SyntaxFault("this ${{ has no }}", { at: end, end: end + 3 });
      bound = true;
      end = closing + 1;
    } else if (source[end] === "'") {
      if (source[end + 1] !== "'" || end + 1 >= to) break;
      end++;
    }
  }
  if (end >= to) throw new SyntaxFault("this text has no closing quote", { at, end: to }, "a quote within text is ''");
  if (bound) return { kind: "text", at, end: end + 1 };
  return { kind: "literal", at, end: end + 1, value: source.slice(at + 1, end).replaceAll("''", "'") };
}

/** Where the word that begins at `at` ends. */
function wordEnd({ source, to }: Stretch, at: number, dots: boolean): number {
  let end = at + 1;
  for (; end < to; end++) {
    const sign = source[end] ?? "";
    if (sign === "." && dots) continue;
    if (boundaries.has(sign) || /\s/.test(sign)) break;
  }
  return end;
}

function number(stretch: Stretch, at: number): Token {
  const end = wordEnd(stretch, at, true);
  const written = stretch.source.slice(at, end);
  const value = Number(written);
  if (Number.isNaN(value))
    throw new SyntaxFault(`${JSON.stringify(written)} is not a number`, { at, end }, noArithmetic);
  return { kind: "literal", at, end, value };
}

function word(stretch: Stretch, at: number, previous: Token | undefined): Token {
  const end = wordEnd(stretch, at, false);
  const written = stretch.source.slice(at, end);
  if (previous?.kind !== "." && keywords.has(written)) {
    return { kind: "literal", at, end, value: keywords.get(written) ?? null };
  }
  if (plainName.test(written)) return { kind: "name", at, end };
  throw new SyntaxFault(`unexpected ${JSON.stringify(written)}`, { at, end }, cureFor(written));
}

const noArithmetic = "expressions have no arithmetic: compute it in a stage and use its output";

function cureFor(written: string): string | undefined {
  const first = written[0] ?? "";
  if (first === '"' || first === "`") return "text stands in single quotes: 'text'";
  if (first === "=") return "equality is ==";
  if (first === "&") return "both is &&";
  if (written.startsWith("${{")) return "this is an expression already: leave ${{ and }} out";
  if (first === "$") return "contexts have plain names: env.HOME, params.x";
  return /[-+*/%]/.test(written) ? noArithmetic : undefined;
}
