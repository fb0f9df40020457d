/**
 * Binds the templates of a script in JavaScript or TypeScript, on its syntax tree: in code a template becomes a name,
 * in a string a part of a concatenation. What comes out is JavaScript.
 */
import type { Comment } from "acorn";
import type { BoundName, ScriptDetails } from "../bound-script.ts";
import { notBound, type Refusal } from "../not-bound.ts";
import { type Placeheld, type Placeholder, withPlaceholders, writtenOffset } from "../placeholders.ts";
import { Positions } from "../positions.ts";
import { type Complaint, complaint, shownExpression } from "../problem-at.ts";
import type { FoundTemplate } from "../templates.ts";
import { declaredNames, isModule, topLevelReturn } from "./declared-names.ts";
import { type Edit, editsOf } from "./edits.ts";
import { parseScript } from "./parse-script.ts";
import { refusals } from "./refusals.ts";

export interface BoundJavaScript {
  readonly text: string;
  readonly names: readonly BoundName[];
  readonly details: ScriptDetails;
  readonly problems: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

const languages = { js: "JavaScript", ts: "TypeScript" };

export function bindJavaScript(
  script: string,
  templates: readonly FoundTemplate[],
  language: "js" | "ts",
): BoundJavaScript {
  const held = withPlaceholders(script, templates);
  const parsed = parseScript(held.text, language);
  const nothing = { text: script, names: [], details: { declares: [], module: false }, problems: [], warnings: [] };
  const syntax = (problem: string, at: number): BoundJavaScript => {
    const start = writtenOffset(held, at);
    const about = { start, end: start + 1 };
    return { ...nothing, problems: [complaint("script-syntax", { language: languages[language], problem }, about)] };
  };
  if ("at" in parsed) return syntax(parsed.message, parsed.at);
  const found = located(parsed.text, held);
  const module = isModule(parsed.tree);
  const stray = module ? topLevelReturn(parsed.tree) : undefined;
  if (stray !== undefined)
    return syntax("a script with import or export is a module, where return cannot stand", stray);
  const { edits, refused, warned } = editsOf(parsed.tree, { text: parsed.text, placeholders: found });
  const problems = [...refused].map(([{ template }, refusal]) => notBound(template, refusal));
  const bound = new Set(edits.map(({ placeholder }) => placeholder));
  const inert = new Set(inComments(parsed.comments, found));
  for (const placeholder of held.placeholders) {
    if (refused.has(placeholder) || bound.has(placeholder)) continue;
    if (!inert.has(placeholder)) problems.push(notBound(placeholder.template, vanished(found.has(placeholder))));
  }
  const warnings = [...warned].map(([{ template }, what]) => {
    const { start, end, expression } = template;
    const facts = { language: languages[language], what, expressions: shownExpression(expression) };
    return complaint("value-as-code", facts, { start, end, expressions: [expression] });
  });
  const details = { declares: declaredNames(parsed.tree), module };
  return { ...written(parsed.text, edits), details, problems, warnings };
}

const vanished = (isThere: boolean): Refusal => (isThere ? refusals.name : refusals.type);

/** Where the placeholders stand in a text whose types are gone. */
function located(text: string, { placeholders }: Placeheld): Map<Placeholder, number> {
  const found = new Map<Placeholder, number>();
  let at = 0;
  for (const placeholder of placeholders) {
    // Where nothing but blanks took the place of types, it stands where it stood.
    const start = text.startsWith(placeholder.name, placeholder.start)
      ? placeholder.start
      : text.indexOf(placeholder.name, at);
    if (start < at) continue;
    found.set(placeholder, start);
    at = start + placeholder.name.length;
  }
  return found;
}

function inComments(comments: readonly Comment[], found: ReadonlyMap<Placeholder, number>): Placeholder[] {
  const positions = new Positions([...found].map(([placeholder, at]) => ({ placeholder, at })));
  return comments.flatMap((comment) => positions.within(comment).map(({ placeholder }) => placeholder));
}

function written(text: string, edits: readonly Edit[]): Pick<BoundJavaScript, "text" | "names"> {
  const names: BoundName[] = [];
  let result = "";
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start);
    at = edit.end;
    if (edit.placeholder === undefined) {
      result += edit.text("");
      continue;
    }
    const { start, end, expression } = edit.placeholder.template;
    const name = `SW_${edit.placeholder.template.index + 1}${edit.kind === "text" ? "t" : ""}`;
    names.push({ name, kind: edit.kind, expression, start, end });
    result += edit.text(name);
  }
  return { text: result + text.slice(at), names };
}
