/** Jobs of a source that has been checked. */
import { lineOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Artifacts, Axis, Job, Strategy, TriggerRule } from "./job.ts";
import type { Json } from "./json.ts";
import type { TemplateUse } from "./param.ts";
import { readConcurrency } from "./read-concurrency.ts";
import { readParams } from "./read-params.ts";
import { type ReadContext, readStages, templateUse } from "./read-stages.ts";
import { readStepDefaults } from "./read-step-defaults.ts";
import { type RunsOn, runsOnOf } from "./runs-on.ts";
import {
  at,
  condition,
  flagOrTemplate,
  items,
  jsonOf,
  mapOf,
  numberOrTemplate,
  present,
  text,
  texts,
} from "./values.ts";

export function readJobs(node: SourceNode | undefined, context: ReadContext): Job[] {
  if (node?.kind !== "map") return [];
  return [...node.entries].flatMap(([id, { key, value }]) =>
    value.kind === "map" ? readJob({ id, at: lineOf(key) }, value, context) : [],
  );
}

function readJob(named: { id: string; at: string }, node: MapNode, context: ReadContext): Job {
  const from = text(at(node, "uses"));
  const template = from === undefined ? undefined : context.template(from);
  /** What the job does not say itself, its template does. */
  const value = (key: string): SourceNode | undefined => at(node, key) ?? (template && at(template, key));
  const stages = value("stages");
  const made = template === undefined ? {} : readStepDefaults(template);
  return {
    ...named,
    runsOn: readRunsOn(value("runs-on")),
    needs: texts(at(node, "needs")),
    stages: readStages(stages?.kind === "list" ? stages.items : [], context),
    continueOnError: flagOrTemplate(at(node, "continue-on-error")) ?? false,
    ...made,
    ...readStepDefaults(node),
    ...present<
      Pick<
        Job,
        | "name"
        | "desc"
        | "if"
        | "triggerRule"
        | "strategy"
        | "env"
        | "outputs"
        | "concurrency"
        | "artifacts"
        | "template"
      >
    >({
      name: text(at(node, "name")),
      desc: text(value("desc")),
      if: condition(at(node, "if")),
      triggerRule: text(at(node, "trigger-rule")) as TriggerRule | undefined,
      strategy: readStrategy(at(node, "strategy")),
      env: readEnv(at(node, "env")),
      outputs: readOutputs(value("outputs")),
      concurrency: readConcurrency(at(node, "concurrency")),
      artifacts: readArtifacts(value("artifacts")),
      template: template === undefined || from === undefined ? undefined : jobTemplateUse(from, { node, template }),
    }),
  };
}

/** What a template says where the job does not, and the job's templates are not to be evaluated with. */
const givenKeys = ["outputs", "retry", "timeout"] as const;

function jobTemplateUse(from: string, { node, template }: { node: MapNode; template: MapNode }): TemplateUse {
  const gives = givenKeys.filter((key) => at(node, key) === undefined && at(template, key) !== undefined);
  return {
    ...templateUse({ from, params: readParams(at(template, "params")), given: at(node, "with") }),
    ...present<Pick<TemplateUse, "env">>({ env: readEnv(at(template, "env")) }),
    gives,
  };
}

function readEnv(node: SourceNode | undefined): Job["env"] {
  return node === undefined ? undefined : mapOf(node, (one) => text(one) ?? "");
}

export function readOutputs(node: SourceNode | undefined): Job["outputs"] {
  return node === undefined ? undefined : mapOf(node, jsonOf);
}

function readRunsOn(node: SourceNode | undefined): RunsOn {
  const written = text(node?.kind === "map" ? at(node, "type") : node);
  return (written === undefined ? undefined : runsOnOf(written)) ?? { type: "local", target: "" };
}

function readStrategy(node: SourceNode | undefined): Strategy | undefined {
  if (node?.kind !== "map") return undefined;
  const matrix = at(node, "matrix");
  // As in GitHub's, include and exclude may stand in the matrix.
  const list = (key: string): readonly Json[] | string => {
    const parts = [at(node, key), matrix?.kind === "map" ? at(matrix, key) : undefined].filter(
      (part) => part !== undefined,
    );
    const template = parts.map(text).find((part) => part !== undefined);
    return template ?? parts.flatMap((part) => items(part).map(jsonOf));
  };
  return {
    matrix: matrix?.kind === "map" ? readAxes(matrix) : (text(matrix) ?? []),
    include: list("include"),
    exclude: list("exclude"),
    failFast: flagOrTemplate(at(node, "fail-fast")) ?? true,
    ...present<Pick<Strategy, "maxParallel">>({ maxParallel: numberOrTemplate(at(node, "max-parallel")) }),
  };
}

function readAxes(matrix: MapNode): Axis[] {
  return [...matrix.entries]
    .filter(([name]) => name !== "include" && name !== "exclude")
    .map(([name, { value }]) => ({ name, values: text(value) ?? items(value).map(jsonOf) }));
}

function readArtifacts(node: SourceNode | undefined): Artifacts | undefined {
  if (node?.kind !== "map") return undefined;
  const read = (key: string): { name: string; path: string | undefined }[] => items(at(node, key)).map(readArtifact);
  return {
    // Of what is uploaded, a word alone is name and path; what is downloaded comes to where it was.
    upload: read("upload").map(({ name, path = name }) => ({ name, path })),
    download: read("download").map(({ name, path = "." }) => ({ name, path })),
  };
}

function readArtifact(node: SourceNode): { name: string; path: string | undefined } {
  if (node.kind !== "map") return { name: text(node) ?? "", path: undefined };
  return { name: text(at(node, "name")) ?? "", path: text(at(node, "path")) };
}
