/**
 * Problems of definitions in a terminal: the text of the source may be cut, what is wrong and what to do may not.
 *
 *  5 |   c: { needs: [a, zz], stag…
 *    |                ^
 *    take one of these needs out
 */
import { fold } from "./terminal/fold.ts";
import { widthOf } from "./terminal/spans.ts";

/** @param rendered lines of `renderProblems` @param columns that a line may take; lines of the source may be longer */
export function problemLines(rendered: string, columns: number): string[] {
  return rendered.split("\n").flatMap((line) => (widthOf(line) <= columns ? [line] : narrowed(line, columns)));
}

function narrowed(line: string, columns: number): string[] {
  const [, margin = "", cure] = /^( +\| +\^+) (.*)$/.exec(line) ?? [];
  if (cure !== undefined) return [margin, ...indented(cure, margin.indexOf("|"), columns)];
  if (/^ *\d+ \| | +\| +\^+$/.test(line)) return [line];
  const lead = line.length - line.trimStart().length;
  const [first = "", ...others] = fold(line.trim(), Math.max(columns - lead, 1));
  return [" ".repeat(lead) + first, ...(others.length === 0 ? [] : indented(others.join(" "), lead + 2, columns))];
}

function indented(text: string, lead: number, columns: number): string[] {
  return fold(text, Math.max(columns - lead, 1)).map((line) => " ".repeat(lead) + line);
}
