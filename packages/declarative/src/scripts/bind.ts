/** Binds the templates of a script: the one entry to the binders of all languages. */

import { bindBash } from "./bash/bind-bash.ts";
import type { BindOptions, BoundScript, Shell } from "./bound-script.ts";
import { bindJavaScript } from "./javascript/bind-javascript.ts";
import { joined } from "./joined.ts";
import { type Complaint, complaint, problemsAt } from "./problem-at.ts";
import { bindPython } from "./python/bind-python.ts";
import { type FoundTemplate, findTemplates } from "./templates.ts";

/** Names that the runner gives to values: no script may use them for its own. */
const reserved = /\bSW_\d+t?\b/g;

/**
 * Puts names in place of the templates of a script, each as its place in the language needs it. Pure, and the same for
 * every run: no value ever enters the text. What comes of TypeScript is JavaScript. A Python script keeps placeholders,
 * which are bound when it starts, by Python itself: `checkPython` tells before what is wrong with it.
 */
export function bind(script: string, shell: Shell, options: BindOptions = {}): BoundScript {
  const { text, placeOf } = joined(script, options);
  const { found, unclosed } = findTemplates(text);
  const untouched: BoundScript = { shell, text, names: [], problems: [], warnings: [] };
  if (unclosed !== undefined) return { ...untouched, problems: problemsAt(placeOf, [notClosed(unclosed)]) };
  if (found.length === 0 && (shell === "bash" || shell === "python")) return untouched;
  const { problems: own, warnings, ...bound } = boundIn(shell, text, found, options);
  const problems = problemsAt(placeOf, [...(found.length === 0 ? [] : reservedNames(text)), ...own]);
  return {
    ...untouched,
    ...(problems.length === 0 ? bound : { names: bound.names }),
    problems,
    warnings: problemsAt(placeOf, warnings),
  };
}

/**
 * A script in which nothing is bound: values were pasted into its text (`unsafe-interpolation`), so that whatever they
 * hold is code, and a `${{` in one is no template.
 */
export function withoutTemplates(script: string, shell: Shell, options: BindOptions = {}): BoundScript {
  const { text, placeOf } = joined(script, options);
  const { problems, warnings, ...bound } = boundIn(shell, text, [], {});
  return { shell, ...bound, problems: problemsAt(placeOf, problems), warnings: problemsAt(placeOf, warnings) };
}

type Bound = Omit<BoundScript, "shell" | "problems" | "warnings"> & {
  readonly problems: readonly Complaint[];
  readonly warnings: readonly Complaint[];
};

function boundIn(shell: Shell, text: string, found: readonly FoundTemplate[], options: BindOptions): Bound {
  switch (shell) {
    case "bash":
      return bindBash(text, found, options);
    case "python":
      return { ...bindPython(text, found), problems: [], warnings: [] };
    default:
      return bindJavaScript(text, found, shell);
  }
}

function notClosed(start: number): Complaint {
  const cure = "write }} behind the expression; ${ { with a blank is no template, and ${{ '${{' }} is the literal text";
  return complaint("expression-syntax", { problem: "this ${{ has no }}", cure }, { start, end: start + 3 });
}

function reservedNames(script: string): Complaint[] {
  if (!script.includes("SW_")) return [];
  return [...script.matchAll(reserved)].map(({ 0: name, index }) =>
    complaint("name-reserved", { name }, { start: index, end: index + name.length }),
  );
}
