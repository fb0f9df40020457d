/** `params` in the stages of a template: what its user gives, checked, with defaults where nothing is given. */
import type { Job } from "../definition/job.ts";
import type { TemplateUse } from "../definition/param.ts";
import { opened, Secret } from "../expressions/secret.ts";
import { membersOf } from "../expressions/text.ts";
import { paramValues, resolveParams } from "../params/resolve-params.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import { journalName } from "./names.ts";
import type { Values } from "./records.ts";

/**
 * Secrets are passed on as they are: the check is a step, and what it gives is recorded.
 * @param name of the step
 */
export async function templateParams(
  { wf }: Course,
  { params, from }: TemplateUse,
  { name, given }: { readonly name: string; readonly given: unknown },
): Promise<Values> {
  const all = membersOf(Object(given) as object).map(([key, value]) => [key, value, opened(value).secret] as const);
  const secret = new Map(all.flatMap(([key, value, isSecret]) => (isSecret ? [[key, value] as const] : [])));
  const open = new Map(all.flatMap(([key, value, isSecret]) => (isSecret ? [] : [[key, value] as const])));
  const checked = params.filter((param) => !secret.has(param.name));
  const resolved = await wf.step(
    `params of ${journalName(name)}`,
    () => resolveParams(checked, open, { workflow: from }),
    {
      retry: false,
    },
  );
  const values = paramValues(checked, resolved);
  for (const [key, value] of secret) values.set(key, new Secret(opened(value).value));
  return Object.fromEntries(values);
}

/** `params` in a job that was written elsewhere are its template's. */
export async function jobNames(
  course: Course,
  { id, template }: Job,
  {
    names,
    env,
    leg,
  }: { readonly names: Names; readonly env: Values; readonly leg: { readonly id: string } | undefined },
): Promise<Names> {
  if (template === undefined) return names;
  const given = course.services.templates.deep(template.with, scopeOf(course, { ...names, env }));
  return { ...names, params: await templateParams(course, template, { name: leg?.id ?? id, given }) };
}

/** What is written in the job itself sees the params of its workflow. */
export function seenBy({ template }: Job, key: string, names: Names): Names {
  if (template === undefined || template.gives?.includes(key) === true) return names;
  const { params: _, ...outer } = names;
  return outer;
}
