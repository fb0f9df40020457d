/** What a definition says, as a short text: equal for definitions that say the same, wherever it stands in a file. */
import { createHash } from "node:crypto";
import type { Definition } from "./definition.ts";
import type { Job } from "./job.ts";
import type { TemplateUse } from "./param.ts";
import type { Stage } from "./stage.ts";

/** SHA-256 of its canonical JSON without places, in hexadecimal. */
export function hashOf(definition: Definition): string {
  return createHash("sha256")
    .update(canonical(withoutPlaces(definition)))
    .digest("hex");
}

/** Without the definition's own places: in users' data `at` is a key like any other. */
export function withoutPlaces(definition: Definition): object {
  const { at: _, folder: __, ...rest } = definition;
  return {
    ...rest,
    params: rest.params.map(bare),
    on: rest.on.map(bare),
    jobs: rest.jobs.map(bareJob),
    ...(rest.onFailure && { onFailure: rest.onFailure.map(bareStage) }),
    ...(rest.finally && { finally: rest.finally.map(bareStage) }),
  };
}

function bareJob({ at: _, ...job }: Job): object {
  return { ...job, stages: job.stages.map(bareStage), ...bareUse(job.template) };
}

function bareStage({ at: _, ...stage }: Stage): object {
  const branches = stage.branches.map(({ path, stages }) => ({ path, stages: stages.map(bareStage) }));
  return { ...stage, branches, ...bareUse(stage.template) };
}

function bareUse(template: TemplateUse | undefined): object {
  return template === undefined ? {} : { template: { ...template, params: template.params.map(bare) } };
}

function bare<T extends { readonly at: string }>({ at: _, ...rest }: T): Omit<T, "at"> {
  return rest;
}

/** JSON with keys in one order, that of their code units. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  const sorted = parts.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}
