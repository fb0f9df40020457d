/** Texts to expressions that can be evaluated. */
import type { Place } from "../diagnosis/place.ts";
import { type Problem, problem } from "../diagnosis/problem.ts";
import type { Node } from "./node.ts";
import { parseStretch } from "./parser.ts";
import { type PlaceOf, placesFrom } from "./place-of.ts";
import { SyntaxFault } from "./syntax-fault.ts";

/** GitHub's limit. */
const maxLength = 21_000;

export interface Expression {
  /** As it was written, without the space around it. */
  readonly text: string;
  /** The text that the offsets of its tree count in. */
  readonly source: string;
  readonly root: Node;
  readonly placeOf?: PlaceOf;
}

/** An expression, or what is wrong with it. */
export type Parsed = { readonly expression: Expression } | { readonly problem: Problem };

/** A stretch of a text, and where that text stands. */
export interface Written {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly placeOf: PlaceOf | undefined;
}

/**
 * Reads an expression, without `${{ }}` around it.
 * @param start where it stands: its first character, or a map from offsets
 */
export function parseExpression(text: string, start?: Place | PlaceOf): Parsed {
  return parseWritten({ source: text, from: 0, to: text.length, placeOf: placeOfAll(text, start) });
}

/**
 * Reads what `if` and `match` take: a bare expression in which `${{ }}` may stand, around all of it, around operands,
 * and within quotes. Each is bound as a value: it is never pasted into the text and read again.
 */
export function parseCondition(text: string, start?: Place | PlaceOf): Parsed {
  return parseWritten({ source: text, from: 0, to: text.length, placeOf: placeOfAll(text, start) }, true);
}

/** Reads a stretch of a longer text. */
export function parseWritten({ source, from, to, placeOf }: Written, condition = false): Parsed {
  if (to - from > maxLength) {
    return problemAt(
      placeOf,
      new SyntaxFault(`the expression has over ${maxLength} characters`, { at: from, end: from }),
    );
  }
  try {
    const root = parseStretch({ source, from, to, condition });
    const text = source.slice(from, to).trim();
    return { expression: { text, source, root, ...(placeOf === undefined ? {} : { placeOf }) } };
  } catch (fault) {
    if (fault instanceof SyntaxFault) return problemAt(placeOf, fault);
    throw fault;
  }
}

export function placeOfAll(text: string, start: Place | PlaceOf | undefined): PlaceOf | undefined {
  return typeof start === "object" ? placesFrom(text, start) : start;
}

/** What lexer or parser have stopped at, as a problem. */
export function problemAt(placeOf: PlaceOf | undefined, fault: SyntaxFault): { problem: Problem } {
  const { message, hint, at, end } = fault;
  const place = placeOf?.(at, Math.max(end - at, 1));
  return {
    problem: problem("expression-syntax", { problem: message, cure: hint ?? "" }, place === undefined ? {} : { place }),
  };
}
