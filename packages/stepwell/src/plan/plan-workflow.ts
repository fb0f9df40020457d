/** What `plan` does. */
import { nodeHost } from "@stepwell/core";
import { findProgram, planDefinition } from "@stepwell/declarative";
import { surroundingsOf } from "../code/definition-world.ts";
import { extensionsOf } from "../code/plugins-of.ts";
import { hashesOf, taskStates } from "../code/task-states.ts";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { readInput } from "../input.ts";
import { plainText } from "../terminal/sanitise.ts";
import { span } from "../terminal/spans.ts";
import { asDeclared } from "../written-params.ts";
import { chosenDefinition } from "./chosen-definition.ts";
import { printPlan } from "./print-plan.ts";

/** @returns the exit code: 2 when something is missing */
export async function planWorkflow(call: CommandCall): Promise<number> {
  const written = await readInput(call);
  const { definition, all, warnings } = await chosenDefinition(call, "plan");
  const around = await surroundingsOf(definition, call);
  const states = await taskStates([definition], call);
  const { settings, environment } = call;
  const extensions = await extensionsOf(call);
  const shell = settings.get("run.shell");
  const plan = await planDefinition(definition, {
    params: asDeclared(definition, written, call),
    vars: around.vars,
    secrets: around.secrets,
    program: (name) =>
      name === "docker"
        ? // No program: loading has looked for its engine.
          !warnings.some(({ code }) => code === "docker-unavailable")
        : findProgram(name, environment.variables.PATH ?? "") !== undefined,
    task: (name) => !states.unknown.has(name),
    tasks: hashesOf(definition, states),
    workflows: new Set([...all.map(({ name }) => name), ...around.deployedNames]),
    runnable: new Set(extensions.services.stages.map(({ key }) => key)),
    stages: extensions.loading.stages,
    now: new Date(nodeHost().now()),
    maxJobParallel: settings.get("max-job-parallel"),
    deployed: around.deployed ?? (around.hasStore && around.unreadable === "" ? "none" : "unknown"),
    ...(shell === undefined ? {} : { shell }),
  });
  const { output, given } = call;
  const unread = `what is deployed as ${definition.name} is not compared: ${around.unreadable}`;
  if (around.unreadable !== "" && !output.quiet) output.progress.line([span(plainText(unread), "attention")]);
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, ...plan, warnings })}\n`);
  else printPlan({ plan, warnings, target: given.args[0] ?? "" }, output);
  return plan.missing.length === 0 ? exitCodes.completed : exitCodes.usage;
}
