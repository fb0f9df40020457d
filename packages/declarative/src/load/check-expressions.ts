/** Expressions, templates, and templates in scripts: whether they can be read, and whether what they name is there. */
import type { Problem, Report } from "../diagnosis/problem.ts";
import { problem } from "../diagnosis/problem.ts";
import { checkExpression, type Known, type KnownNames } from "../expressions/check.ts";
import { type Expression, parseCondition } from "../expressions/expression.ts";
import { type ReferenceName, references } from "../expressions/references.ts";
import { parseTemplate } from "../expressions/template.ts";
import { pathText, type Site } from "../format/walk.ts";
import { placesIn, textOf } from "../source/locate.ts";
import type { NameSpace, NamesAt } from "./known-names.ts";

/** The names that expressions have, and what comes from plugins. */
export type Language = Pick<KnownNames, "functions" | "filters">;

/** Contexts of GitHub Actions that are something else here. */
const foreign: Readonly<Record<string, string>> = {
  github:
    "there is no repository here: write params for what a run is given, run.id for its id, workflow.folder for the folder of this file",
  inputs: "write params",
  steps: "write stages",
  runner: "write env, or ask in a script",
  job: "write needs.JOB, or jobs.JOB",
  strategy: "write matrix for the leg's values, loop for its number",
};

/** Of one definition, and of one text: to find their places takes longer than to find them. */
const mostProblems = 200;
const mostOfOneText = 20;

export function checkSites(sites: readonly Site[], space: NameSpace, of: { language: Language; report: Report }): void {
  let found = 0;
  for (const site of sites) {
    const { node } = site;
    if (found > mostProblems) return;
    if (typeof node.value !== "string") continue;
    if (site.kind === "script" && !node.value.includes("${{")) continue;
    for (const one of checkSite(site, space, of.language)) {
      found++;
      of.report(located(one, site));
    }
  }
}

function checkSite({ node, kind, path }: Site, space: NameSpace, language: Language): Problem[] {
  const text = textOf(node);
  const places = placesIn(node);
  const found: Problem[] = [];
  const expressions: Expression[] = [];
  if (kind === "expression") {
    const parsed = parseCondition(text, places);
    if ("problem" in parsed) found.push(parsed.problem);
    else expressions.push(parsed.expression);
  } else {
    const { parts, problems } = parseTemplate(text, places);
    found.push(...problems);
    for (const part of parts) if (typeof part !== "string") expressions.push(part);
  }
  if (expressions.length === 0) return found;
  const names = space.namesAt(path, text);
  for (const expression of expressions) {
    if (found.length >= mostOfOneText) break;
    found.push(...checkNames(expression, names, language));
  }
  return found.slice(0, mostOfOneText);
}

function checkNames(expression: Expression, names: NamesAt, language: Language): Problem[] {
  const own: Problem[] = [];
  let { contexts } = names;
  for (const { names: path } of references(expression, language.filters)) {
    const [context, member] = path;
    if (context === undefined) continue;
    const cure =
      names.contexts.get(context.name) !== undefined || !Object.hasOwn(foreign, context.name)
        ? undefined
        : foreign[context.name];
    if (cure !== undefined) {
      contexts = new Map<string, Known>([...contexts, [context.name, "anything"]]);
      own.push(problem("foreign-name", { name: context.name, cure }, placed(expression, context)));
    }
    const isNeeded = member === undefined || names.job === undefined || names.job.needs.has(member.name);
    const isJob = context.name === "needs" && member !== undefined && isKnown(names.contexts.get("needs"), member.name);
    if (isJob && !isNeeded && member !== undefined)
      own.push(problem("job-not-needed", { context: context.name, job: member.name }, placed(expression, member)));
  }
  return [...own, ...checkExpression(expression, { ...language, contexts })];
}

function isKnown(known: Known | undefined, name: string): boolean {
  return typeof known === "object" && known.members.get(name) !== undefined;
}

function placed({ placeOf }: Expression, { at, end }: ReferenceName): Pick<Problem, "place"> {
  return placeOf === undefined ? {} : { place: placeOf(at, end - at) };
}

function located(found: Problem, { node, path }: Site): Problem {
  if (node.source === undefined) return { ...found, path: pathText(path) };
  const place = found.place ?? node.source.placeAt(node.start, node.end);
  return { ...found, place, excerpt: node.source.lineText(place.line) };
}
