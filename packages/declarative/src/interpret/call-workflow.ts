/** A run of another definition as a child of this one. */
import { nearestName } from "@stepwell/core/text";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { resolveParams } from "../params/resolve-params.ts";
import type { Course } from "./course.ts";
import { journalName } from "./names.ts";
import type { Values } from "./records.ts";
import type { RunInput } from "./run-input.ts";

/** What it starts with is recorded first: a definition that changes meanwhile does not reach it. */
export async function callWorkflow(course: Course, name: string, params: Values): Promise<Values> {
  const { wf } = course;
  const input = await wf.step(`params of ${journalName(name)}`, () => childInput(course, name, params), {
    retry: false,
  });
  const workflow = course.workflowOf(input.definition);
  return await wf.call(workflow, input, course.mark === undefined ? {} : { name: `${workflow.name}${course.mark}` });
}

async function childInput({ definition, input, services }: Course, name: string, params: Values): Promise<RunInput> {
  const chain = [...(input.chain ?? []), definition.name];
  if (chain.includes(name)) throw declarativeFailure("trigger-cycle", { chain: [...chain, name] });
  const found = services.definition(name);
  if (found === undefined) {
    const nearest = nearestName(name, services.definitionNames());
    throw declarativeFailure("unknown-workflow-name", { name, nearest, only: services.definitionsOf });
  }
  if (opened(params).secret) throw declarativeFailure("secret-not-passed", { workflow: name });
  const { vars, env } = input;
  return {
    definition: found,
    params: await resolveParams(found.params, params, { workflow: name }),
    chain,
    ...(vars === undefined ? {} : { vars }),
    ...(env === undefined ? {} : { env }),
  };
}
