/** Texts with `${{ … }}` in them. */
import type { Place } from "../diagnosis/place.ts";
import type { Problem } from "../diagnosis/problem.ts";
import { evaluate } from "./evaluate.ts";
import { type Expression, parseWritten, placeOfAll, problemAt } from "./expression.ts";
import type { PlaceOf } from "./place-of.ts";
import type { EvaluationScope } from "./scope.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { templatePieces } from "./template-pieces.ts";
import { textOfParts } from "./text.ts";

export interface Template {
  readonly text: string;
  /** Texts and expressions, in order. */
  readonly parts: readonly (string | Expression)[];
  /** What is wrong with its expressions. While there is any, the template cannot be rendered. */
  readonly problems: readonly Problem[];
}

/** True if a text has `${{` in it; any other is itself, whatever it is rendered with. */
export function isTemplate(text: string): boolean {
  return text.includes("${{");
}

/**
 * Reads a text with `${{ }}` in it. A literal `${{` is written `${{ '${{' }}`.
 * @param start where it stands: its first character, or a map from offsets
 */
export function parseTemplate(text: string, start?: Place | PlaceOf): Template {
  const placeOf = placeOfAll(text, start);
  const parts: (string | Expression)[] = [];
  const problems: Problem[] = [];
  for (const { kind, from, to } of templatePieces(text)) {
    if (kind === "text") {
      parts.push(text.slice(from, to));
    } else if (kind === "unclosed") {
      const fault = new SyntaxFault("this ${{ has no }}", { at: from, end: from + 3 }, "a literal ${{ is ${{ '${{' }}");
      problems.push(problemAt(placeOf, fault).problem);
    } else {
      const read = parseWritten({ source: text, from, to, placeOf });
      if ("problem" in read) problems.push(read.problem);
      else parts.push(read.expression);
    }
  }
  return { text, parts, problems };
}

/**
 * The value of a template: of one that is a single expression its value, of any other a text; a `Secret` if one went
 * into it. Values are data: a `${{` in one is text.
 */
export function render(template: Template, scope: EvaluationScope): unknown {
  const { parts } = template;
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return typeof first === "string" ? first : evaluate(first, scope);
  return textOfParts(parts.map((part) => (typeof part === "string" ? part : evaluate(part, scope))));
}
