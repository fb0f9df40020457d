/** Binds the templates of a script: the one entry to the binders of all languages. */

import { placesFrom } from "../expressions/place-of.ts";
import { bindBash } from "./bash/bind-bash.ts";
import type { BindOptions, BoundScript, Shell } from "./bound-script.ts";
import { type Complaint, complaint, problemsAt } from "./problem-at.ts";
import { findTemplates } from "./templates.ts";

/** Names that the runner gives to values: no script may use them for its own. */
const reserved = /\bSW_\d+t?\b/g;

/**
 * Puts names in place of the templates of a script, each as its place in the language needs it. Pure, and the same for
 * every run: no value ever enters the text.
 */
export function bind(script: string, shell: Shell, options: BindOptions = {}): BoundScript {
  const { found, unclosed } = findTemplates(script);
  const placeOf = options.placeOf ?? placesFrom(script, { file: "script", line: 1, column: 1 });
  const untouched = { shell, text: script, names: [], problems: [], warnings: [] };
  if (unclosed !== undefined) return { ...untouched, problems: problemsAt(placeOf, [notClosed(unclosed)]) };
  if (found.length === 0) return untouched;
  const bound = bindBash(script, found, options);
  const problems = problemsAt(placeOf, [...reservedNames(script), ...bound.problems]);
  return {
    shell,
    text: problems.length === 0 ? bound.text : script,
    names: bound.names,
    problems,
    warnings: problemsAt(placeOf, bound.warnings),
  };
}

function notClosed(start: number): Complaint {
  const cure = "write }} behind the expression; ${ { with a blank is no template, and ${{ '${{' }} is the literal text";
  return complaint("expression-syntax", { problem: "this ${{ has no }}", cure }, { start, end: start + 3 });
}

function reservedNames(script: string): Complaint[] {
  return [...script.matchAll(reserved)].map(({ 0: name, index }) =>
    complaint("name-reserved", { name }, { start: index, end: index + name.length }),
  );
}
