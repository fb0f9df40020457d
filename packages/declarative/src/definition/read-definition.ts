/** A source that has been checked, as the definition that runs carry. */
import { lineOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Defaults, Definition, Sla } from "./definition.ts";
import { readConcurrency } from "./read-concurrency.ts";
import { readJobs, readOutputs } from "./read-jobs.ts";
import { readParams } from "./read-params.ts";
import { type ReadContext, readStages } from "./read-stages.ts";
import { readStepDefaults } from "./read-step-defaults.ts";
import { readTriggers } from "./read-triggers.ts";
import { at, mapOf, ms, msOrTemplate, numberOrTemplate, present, text, texts } from "./values.ts";

type Optional = Omit<Definition, "format" | "name" | "params" | "on" | "jobs" | "tags" | "at">;

export function readDefinition(name: string, node: MapNode, context: ReadContext): Definition {
  const [env, secrets, outputs] = [at(node, "env"), at(node, "secrets"), at(node, "outputs")];
  const stagesAt = (key: string): Definition["finally"] => {
    const stages = at(node, key);
    return stages?.kind === "list" ? readStages(stages.items, context) : undefined;
  };
  return {
    format: 1,
    name,
    params: readParams(at(node, "params")),
    on: readTriggers(at(node, "on"), context.triggers),
    jobs: readJobs(at(node, "jobs"), context),
    tags: texts(at(node, "tags")),
    at: lineOf(node),
    ...present<Optional>({
      desc: text(at(node, "desc")) ?? text(at(node, "description")),
      env: env === undefined ? undefined : mapOf(env, (one) => text(one) ?? ""),
      defaults: readDefaults(at(node, "defaults")),
      concurrency: readConcurrency(at(node, "concurrency")),
      timeoutMs: msOrTemplate(at(node, "timeout")),
      maxParallel: numberOrTemplate(at(node, "max-parallel")),
      secrets: secrets === undefined ? undefined : texts(secrets),
      outputs: readOutputs(outputs),
      sla: readSla(at(node, "sla")),
      onFailure: stagesAt("on-failure"),
      finally: stagesAt("finally"),
    }),
  };
}

function readDefaults(node: SourceNode | undefined): Defaults | undefined {
  if (node?.kind !== "map") return undefined;
  const run = at(node, "run");
  const read = readStepDefaults(node);
  if (run?.kind !== "map") return read;
  return {
    ...read,
    run: present<NonNullable<Defaults["run"]>>({
      shell: text(at(run, "shell")),
      workingDirectory: text(at(run, "working-directory")),
      prelude: text(at(run, "prelude")),
    }),
  };
}

function readSla(node: SourceNode | undefined): Sla | undefined {
  if (node?.kind !== "map") return undefined;
  return present<Sla>({
    withinMs: ms(at(node, "within")),
    by: text(at(node, "by")),
    timezone: text(at(node, "timezone")),
  });
}
