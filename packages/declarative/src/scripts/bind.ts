/** Binds the templates of a script: the one entry to the binders of all languages. */
import { bindBash } from "./bash/bind-bash.ts";
import type { BindOptions, BoundScript, Shell } from "./bound-script.ts";
import { type Complaint, problemsAt } from "./problem-at.ts";
import { findTemplates } from "./templates.ts";

/** Names that the runner gives to values: no script may use them for its own. */
const reserved = /\bSW_\d+t?\b/g;

/**
 * Puts names in place of the templates of a script, each as its place in the language needs it. Pure, and the same for
 * every run: no value ever enters the text.
 *
 * Positions count from the beginning of `script`; the caller adds where it stands in its file.
 */
export function bind(script: string, shell: Shell, options: BindOptions = {}): BoundScript {
  const { found, unclosed } = findTemplates(script);
  if (unclosed !== undefined)
    return { ...unbound(shell, script), problems: problemsAt(script, unclosedProblem(unclosed)) };
  if (found.length === 0) return unbound(shell, script);
  const { text, names, problems, warnings } = bindBash(script, found, options);
  const all = problemsAt(script, [...reservedNames(script), ...problems]);
  return {
    shell,
    text: all.length === 0 ? text : script,
    names,
    problems: all,
    warnings: problemsAt(script, warnings),
  };
}

function unbound(shell: Shell, text: string): BoundScript {
  return { shell, text, names: [], problems: [], warnings: [] };
}

function unclosedProblem(at: number): Complaint[] {
  const hint = "write }} behind the expression; if it is no template, write $ { { with blanks, or ${{ '${{' }}";
  return [{ code: "template-unclosed", message: "${{ has no }} behind it", hint, start: at, end: at + 3 }];
}

function reservedNames(script: string): Complaint[] {
  return [...script.matchAll(reserved)].map(({ 0: name, index }) => ({
    code: "name-reserved",
    message: `${name} is a name that values of templates get`,
    hint: "use another name: SW_ with a number behind it is reserved",
    start: index,
    end: index + name.length,
  }));
}
