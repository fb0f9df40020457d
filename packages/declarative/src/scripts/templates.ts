/** The templates of a script: where each `${{ … }}` begins and ends. What stands in it is not read here. */
import { templatePieces } from "../expressions/template-pieces.ts";

/** One `${{ … }}` of a script. */
export interface FoundTemplate {
  /** Its place among the templates of the script, from 0. */
  readonly index: number;
  /** Where it begins, in UTF-16 units from the beginning of the script. */
  readonly start: number;
  /** Behind its last bracket. */
  readonly end: number;
  /** What stands between the brackets, without the blanks around it. */
  readonly expression: string;
}

export interface Templates {
  readonly found: readonly FoundTemplate[];
  /** Where a `${{` begins that has no end. */
  readonly unclosed: number | undefined;
}

export function findTemplates(text: string): Templates {
  const pieces = templatePieces(text);
  const found = pieces
    .filter(({ kind }) => kind === "expression")
    .map(({ from, to }, index) => ({ index, start: from - 3, end: to + 2, expression: text.slice(from, to).trim() }));
  return { found, unclosed: pieces.find(({ kind }) => kind === "unclosed")?.from };
}
