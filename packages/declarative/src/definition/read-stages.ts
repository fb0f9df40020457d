/** Stages of a source that has been checked. */
import { fieldsOf } from "../format/check-stage.ts";
import { bytesOf } from "../format/size.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import { typeKeys } from "../format/type-keys.ts";
import { lineOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Json } from "./json.ts";
import type { ParamDefinition, TemplateUse } from "./param.ts";
import { readParams } from "./read-params.ts";
import { readStepDefaults } from "./read-step-defaults.ts";
import { splitStages } from "./split-stages.ts";
import type { Stage, StageBranch } from "./stage.ts";
import { stageIds } from "./stage-id.ts";
import { at, condition, flagOrTemplate, jsonOf, mapOf, ms, present, text } from "./values.ts";

/** What reading needs to know besides the source. */
export interface ReadContext {
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
  /** Kinds of triggers that plugins bring. */
  readonly triggers: readonly TriggerShape[];
  /** What a template of that name says; undefined when it is none: a registered task. */
  readonly template: (from: string) => MapNode | undefined;
}

export function readStages(nodes: readonly SourceNode[], context: ReadContext): Stage[] {
  const ids = stageIds(nodes, context.stages);
  return nodes.flatMap((node, index) => (node.kind === "map" ? readStage(node, ids[index] ?? "", context) : []));
}

function readStage(node: MapNode, id: string, context: ReadContext): Stage {
  const type = typeKeys(node, context.stages)[0] ?? "";
  const shape = context.stages.get(type);
  const branches: StageBranch[] = [];
  const found = (path: string, stages: readonly SourceNode[]): void => {
    branches.push({ path, stages: readStages(stages, context) });
  };
  const keys: [string, Json][] = [];
  for (const key of Object.keys(shape?.keys ?? {})) {
    const value = at(node, key);
    const field = shape === undefined ? undefined : fieldsOf(shape)[key];
    if (value === undefined || field === undefined) continue;
    const data = splitStages(value, field.shape, key, found);
    if (data !== undefined) keys.push([key, data]);
  }
  const value = at(node, type);
  const data = value === undefined || shape === undefined ? null : splitStages(value, shape.value.shape, type, found);
  const template = type === "uses" ? templateOf(node, context) : undefined;
  if (template !== undefined) branches.push({ path: "stages", stages: template.stages });
  return {
    id,
    type,
    value: data ?? null,
    keys: Object.fromEntries(keys),
    branches,
    continueOnError: flagOrTemplate(at(node, "continue-on-error")) ?? false,
    unsafeInterpolation: flagOrTemplate(at(node, "unsafe-interpolation")) === true,
    at: lineOf(node),
    ...readStepDefaults(node),
    ...readCommon(node),
    ...(template === undefined ? {} : { template: template.use }),
  };
}

function readCommon(node: MapNode): Partial<Stage> {
  const [env, outputs] = [at(node, "env"), at(node, "outputs")];
  return present<Pick<Stage, "name" | "desc" | "if" | "env" | "outputs" | "cache" | "limits">>({
    name: text(at(node, "name")),
    desc: text(at(node, "desc")),
    if: condition(at(node, "if")),
    env: env === undefined ? undefined : mapOf(env, (one) => text(one) ?? ""),
    outputs: outputs === undefined ? undefined : mapOf(outputs, jsonOf),
    cache: readCache(at(node, "cache")),
    limits: readLimits(at(node, "limits")),
  });
}

function readCache(node: SourceNode | undefined): Stage["cache"] {
  if (node?.kind !== "map") return undefined;
  return { key: text(at(node, "key")) ?? "", ...present<{ ttlMs: number }>({ ttlMs: ms(at(node, "ttl")) }) };
}

function readLimits(node: SourceNode | undefined): Stage["limits"] {
  if (node?.kind !== "map") return undefined;
  const memory = text(at(node, "memory"));
  const cpu = at(node, "cpu");
  return present<NonNullable<Stage["limits"]>>({
    memoryBytes: memory === undefined ? undefined : bytesOf(memory),
    cpu: cpu?.kind === "scalar" && typeof cpu.value === "number" ? cpu.value : undefined,
  });
}

function templateOf(node: MapNode, context: ReadContext): { use: TemplateUse; stages: Stage[] } | undefined {
  const from = text(at(node, "uses")) ?? "";
  const template = context.template(from);
  if (template === undefined) return undefined;
  const stages = at(template, "stages");
  return {
    use: templateUse({ from, params: readParams(at(template, "params")), given: at(node, "with") }),
    stages: readStages(stages?.kind === "list" ? stages.items : [], context),
  };
}

export function templateUse(of: {
  from: string;
  params: readonly ParamDefinition[];
  given: SourceNode | undefined;
}): TemplateUse {
  return { from: of.from, params: of.params, with: of.given === undefined ? {} : mapOf(of.given, jsonOf) };
}
