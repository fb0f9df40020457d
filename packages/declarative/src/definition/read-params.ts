/** Params of a workflow or a template. */
import { lineOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import type { ParamDefinition, ParamType } from "./param.ts";
import { at, flagOrTemplate, jsonOf, numberOrTemplate, present, text } from "./values.ts";

export function readParams(node: SourceNode | undefined): ParamDefinition[] {
  if (node?.kind !== "map") return [];
  return [...node.entries].map(([name, { key, value }]) => readParam({ name, at: lineOf(key) }, value));
}

function readParam(named: { name: string; at: string }, node: SourceNode): ParamDefinition {
  if (node.kind !== "map") return { ...named, type: (text(node) ?? "str") as ParamType, required: true };
  const fallback = at(node, "default");
  const options = at(node, "options");
  const schema = at(node, "schema");
  return {
    ...named,
    type: (text(at(node, "type")) ?? "str") as ParamType,
    required: flagOrTemplate(at(node, "required")) === true || fallback === undefined,
    ...present<Omit<ParamDefinition, "name" | "at" | "type" | "required">>({
      desc: text(at(node, "desc")) ?? text(at(node, "description")),
      default: fallback === undefined ? undefined : asWritten(fallback, text(at(node, "type")) ?? "str"),
      min: numberOrTemplate(at(node, "min")),
      max: numberOrTemplate(at(node, "max")),
      pattern: text(at(node, "pattern")),
      options: options?.kind === "list" ? options.items.map(jsonOf) : undefined,
      schema: schema === undefined ? undefined : jsonOf(schema),
    }),
  };
}

/** `default: 1.10` is "1.10" where text or a decimal is asked for: as a number it has lost a digit. */
function asWritten(node: SourceNode, type: string): ReturnType<typeof jsonOf> {
  const isNumber = node.kind === "scalar" && typeof node.value === "number";
  return isNumber && (type === "str" || type === "decimal" || type === "secret") ? (text(node) ?? null) : jsonOf(node);
}
