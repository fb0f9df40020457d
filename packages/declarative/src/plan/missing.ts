/** What a definition needs and does not find. */

import { nearestName } from "@stepwell/core/text";
import type { Definition } from "../definition/definition.ts";
import { below, everyStage } from "../definition/every-stage.ts";
import type { JsonMap } from "../definition/json.ts";
import type { Stage } from "../definition/stage.ts";
import { references } from "../expressions/references.ts";
import { isTemplate } from "../expressions/template.ts";
import { builtInFilters } from "../filters/index.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { Missing } from "./plan.ts";
import { writtenExpressions } from "./written-expressions.ts";

/** Programs that stages need besides Node. */
export type NeededProgram = "bash" | "python3" | "docker";

/** What there is for its stages. */
export interface Surroundings {
  /** Names of the secrets that have a value. */
  readonly secrets: ReadonlySet<string>;
  readonly vars: JsonMap;
  /** Whether a program is there. */
  readonly program: (name: NeededProgram) => boolean;
  /** Names of the workflows that `trigger` may start. */
  readonly workflows: ReadonlySet<string>;
  /** Types of stages that are executed here. */
  readonly runnable: ReadonlySet<string>;
  /** Whether a task is registered: `path/name@tag`. Default: nobody knows. */
  readonly task?: (name: string) => boolean;
  /** The language of `run` where neither stage nor definition say one. */
  readonly shell?: string;
}

interface MissingFacts extends Surroundings {
  readonly shapes: ReadonlyMap<string, StageShape>;
}

interface StageFacts extends MissingFacts {
  /** Its scripts have the programs of their container. */
  readonly own: boolean;
}

/** Each once, where it is asked for first. */
export function missingOf(definition: Definition, facts: MissingFacts): Missing[] {
  const found = new Map<string, Missing>();
  const inContainers = definition.jobs.filter(({ runsOn }) => runsOn.type === "docker");
  const scripts = new Set(inContainers.flatMap(({ stages }) => below(stages)));
  const all = [
    ...namesOf(definition, facts),
    ...(facts.program("docker")
      ? []
      : inContainers.map(({ at }) => missingProgram("docker", "jobs on docker:IMAGE", at))),
    ...everyStage(definition).flatMap((stage) => ofStage(stage, definition, { ...facts, own: scripts.has(stage) })),
  ];
  for (const one of all) {
    const key = `${one.kind} ${one.name}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

function namesOf(definition: Definition, { secrets, vars, shapes }: MissingFacts): Missing[] {
  const declared = (definition.secrets ?? []).map((name) => ["secrets", name, definition.at] as const);
  const read = writtenExpressions(definition, shapes).flatMap(({ expression, at }) =>
    references(expression, builtInFilters).flatMap(({ names: [context, member] }) =>
      member === undefined || member.excused ? [] : [[context?.name ?? "", member.name, at] as const],
    ),
  );
  const [hasSecret, hasVar] = [anyCase(secrets), anyCase(Object.keys(vars))];
  return [...declared, ...read].flatMap(([context, name, at]) => {
    if (context === "secrets" && !hasSecret(name)) return secret(name, at);
    return context === "vars" && !hasVar(name) ? variable(name, at) : [];
  });
}

/** As expressions look names up: without case. */
function anyCase(names: Iterable<string>): (name: string) => boolean {
  const known = new Set([...names].map((name) => name.toLowerCase()));
  return (name) => known.has(name.toLowerCase());
}

function secret(name: string, at: string): Missing {
  const cure = `stepwell secrets set ${name} < FILE, or set STEPWELL_SECRET_${name}`;
  return { kind: "secret", name, problem: `secret ${name} has no value`, cure, at };
}

function variable(name: string, at: string): Missing {
  const cure = `stepwell vars set ${name}, or set STEPWELL_VAR_${name}`;
  return { kind: "variable", name, problem: `variable ${name} has no value`, cure, at };
}

function ofStage(stage: Stage, definition: Definition, facts: StageFacts): Missing[] {
  const { type, value, at } = stage;
  const found: Missing[] = [];
  const program = programOf(stage, definition, facts);
  if (!facts.runnable.has(type))
    found.push({
      kind: "stage",
      name: type,
      problem: `stages of type ${type} are not executed here`,
      cure: "install the plugin that brings them, or say it with another type",
      at,
    });
  else if (program !== undefined && !facts.program(program)) found.push(missingProgram(program, `${type} stages`, at));
  if (type === "uses" && typeof value === "string" && facts.task?.(value) === false)
    found.push({
      kind: "task",
      name: value,
      problem: `task ${value} is not registered`,
      cure: "register it, or correct its name and tag",
      at,
    });
  if (type === "trigger" && typeof value === "string" && !isTemplate(value) && !facts.workflows.has(value)) {
    const near = nearestName(value, [...facts.workflows]);
    const cure = near === "" ? "put it into the same files, or deploy it: stepwell apply" : `did you mean "${near}"?`;
    found.push({ kind: "workflow", name: value, problem: `there is no workflow ${value} to start`, cure, at });
  }
  return found;
}

function programOf(stage: Stage, { defaults }: Definition, { shell, own }: StageFacts): NeededProgram | undefined {
  if (own && (stage.type === "bash" || stage.type === "run")) return undefined;
  if (stage.type === "bash" || stage.type === "docker") return stage.type;
  const language = stage.keys.shell ?? defaults?.run?.shell ?? shell;
  return stage.type === "run" && language === "python" ? "python3" : undefined;
}

function missingProgram(name: NeededProgram, who: string, at: string): Missing {
  const [problem, cure] =
    name === "docker"
      ? ["Docker is not there", "start it, or say where it is: DOCKER_HOST"]
      : [`${name} is not on the PATH`, "install it where workers run, or put it on their PATH"];
  return { kind: "program", name, problem: `${problem}; ${who} need it`, cure, at };
}
