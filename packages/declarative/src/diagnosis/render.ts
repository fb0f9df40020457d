/**
 * A problem for people:
 *
 * nightly.yml:14:9  unknown key "retires" in stage "fetch"
 *  14 |         retires: 3
 *     |         ^^^^^^^ did you mean "retry"?
 */
import { cellsOf, shownLine } from "./cells.ts";
import type { Problem } from "./problem.ts";

/** Of a line of the source; what is left and right of it is cut. */
const excerptChars = 100;
/** Left of the place, where the line is cut. */
const leadChars = 40;

/** The lines of one problem. */
export function renderProblem(problem: Problem): string[] {
  const { place, excerpt, hint } = problem;
  const message = shownLine(problem.message);
  if (place === undefined) {
    const at = problem.path === undefined || problem.path === "" ? "" : `${shownLine(problem.path)}  `;
    return [`${at}${message}`, ...(hint === undefined ? [] : [`  ${shownLine(hint)}`])];
  }
  const head = `${shownLine(place.file)}:${place.line}:${place.column}  ${message}`;
  const cure = hint === undefined ? "" : ` ${shownLine(hint)}`;
  if (excerpt === undefined) return cure === "" ? [head] : [head, ` ${cure}`];
  const { text, from } = window(shownLine(excerpt), place.column - 1);
  const margin = " ".repeat(String(place.line).length);
  const before = text.slice(0, place.column - 1 - from);
  const marked = text.slice(before.length, before.length + (place.length ?? 1));
  const mark = "^".repeat(Math.max(1, cellsOf(marked)));
  return [head, ` ${place.line} | ${text}`, ` ${margin} | ${" ".repeat(cellsOf(before))}${mark}${cure}`];
}

/** All of them, in the order of their places, and how many there are more than `most`. */
export function renderProblems(problems: readonly Problem[], most = 50): string {
  const shown = inOrder(problems).slice(0, most).flatMap(renderProblem);
  const more = problems.length - most;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** By file as they came, then by line and column; those without a place stand first. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const files = new Map<string | undefined, number>([[undefined, -1]]);
  for (const { place } of problems)
    if (place !== undefined && !files.has(place.file)) files.set(place.file, files.size);
  const rank = ({ place }: Problem): number => files.get(place?.file) ?? 0;
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}

/** The part of a long line that holds the place. `from`: how much is left out on its left. */
function window(line: string, at: number): { text: string; from: number } {
  if (line.length <= excerptChars) return { text: line, from: 0 };
  const start = at > excerptChars - leadChars ? at - leadChars : 0;
  const cut = line
    .slice(start, start + excerptChars)
    .toWellFormed()
    .replaceAll("\ufffd", " ");
  const text = start + excerptChars < line.length ? `${cut}…` : cut;
  return { text, from: start };
}
