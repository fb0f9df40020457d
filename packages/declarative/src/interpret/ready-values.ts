/** Evaluates the templates of a stage, but not in scripts, which are bound, nor in conditions and stages below. */
import type { Stage } from "../definition/stage.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import type { Shape } from "../format/shape.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { Templates } from "./templates.ts";

export function readyValues(
  templates: Templates,
  type: StageShape,
  stage: Pick<Stage, "value" | "keys">,
  scope: EvaluationScope,
): { readonly value: unknown; readonly keys: Readonly<Record<string, unknown>> } {
  const ready = (shape: Shape | undefined, value: unknown): unknown => {
    if (shape === undefined || !holdsCode(shape, value)) return templates.deep(value, scope);
    if (shape.kind === "record" && isMap(value))
      return mapped(value, (name, item) => ready(shape.fields[name]?.shape, item));
    if (shape.kind === "map" && isMap(value)) return mapped(value, (_, item) => ready(shape.of, item));
    if (shape.kind === "list" && Array.isArray(value)) return value.map((item) => ready(shape.of, item));
    return value;
  };
  return {
    value: ready(type.value.shape, stage.value),
    keys: mapped(stage.keys, (name, value) => ready(type.keys?.[name]?.shape, value)),
  };
}

/** Something in it is left as it stands. */
function holdsCode(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "script":
    case "expression":
    case "stages":
      return true;
    case "record":
      return Object.values(shape.fields).some((field) => holdsCode(field.shape, value));
    case "map":
    case "list":
      return holdsCode(shape.of, value);
    case "either":
      return typeof value === "string" && shape.of.some(({ kind }) => kind === "script" || kind === "expression");
    default:
      return false;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapped(
  map: Readonly<Record<string, unknown>>,
  change: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(name, value)]));
}
