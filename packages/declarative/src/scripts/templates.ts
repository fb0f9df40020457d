/** Finds the templates of a script: where each `${{ … }}` begins and ends. What stands in it is not read here. */

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

const opening = "${{";
const closing = "}}";

export function findTemplates(text: string): Templates {
  const found: FoundTemplate[] = [];
  for (let start = text.indexOf(opening); start >= 0; ) {
    const end = endOf(text, start + opening.length);
    if (end === undefined) return { found, unclosed: start };
    const expression = text.slice(start + opening.length, end - closing.length).trim();
    found.push({ index: found.length, start, end, expression });
    start = text.indexOf(opening, end);
  }
  return { found, unclosed: undefined };
}

/** Strings stand in single quotes, where two of them are one; they may hold brackets. */
function endOf(text: string, from: number): number | undefined {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith(closing, at)) return at + closing.length;
  }
  return undefined;
}
