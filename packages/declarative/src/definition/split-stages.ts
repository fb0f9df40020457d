/** Takes what stands at a key of a stage apart: into data, and the lists of stages in it. */
import { fits } from "../format/fits.ts";
import type { Shape } from "../format/shape.ts";
import { textOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import type { Json } from "./json.ts";
import { condition, jsonOf } from "./values.ts";

/** Told of each list of stages, with the keys that lead to it. */
export type FoundStages = (path: string, stages: readonly SourceNode[]) => void;

/** @returns the data; undefined where stages stand */
export function splitStages(node: SourceNode, shape: Shape, path: string, found: FoundStages): Json | undefined {
  switch (shape.kind) {
    case "stages":
      found(path, node.kind === "list" ? node.items : []);
      return undefined;
    case "either": {
      const meant = shape.of.find((one) => fits(one, node));
      return meant === undefined ? jsonOf(node) : splitStages(node, meant, path, found);
    }
    case "list":
      return splitList(node, shape, path, found);
    case "map":
    case "record":
      return splitMap(node, shape, path, found);
    case "expression":
      return condition(node) ?? null;
    case "text":
    case "script":
    case "word":
      return node.kind === "scalar" && node.value !== null ? textOf(node) : jsonOf(node);
    default:
      return jsonOf(node);
  }
}

function splitList(node: SourceNode, shape: Extract<Shape, { kind: "list" }>, path: string, found: FoundStages): Json {
  if (node.kind === "list")
    return node.items.map((item, index) => splitStages(item, shape.of, `${path}/${index}`, found) ?? null);
  // One without its list is a list of one; a template may be either.
  const one = splitStages(node, shape.of, `${path}/0`, found) ?? null;
  return typeof one === "string" && one.includes("${{") ? one : [one];
}

type NamedShape = Extract<Shape, { kind: "map" | "record" }>;

function splitMap(node: SourceNode, shape: NamedShape, path: string, found: FoundStages): Json {
  if (node.kind !== "map") return jsonOf(node);
  const parts: [string, Json][] = [];
  for (const [key, { value }] of node.entries) {
    const of = shape.kind === "map" ? shape.of : shape.fields[key]?.shape;
    const part = of === undefined ? jsonOf(value) : splitStages(value, of, `${path}/${key}`, found);
    if (part !== undefined) parts.push([key, part]);
  }
  return Object.fromEntries(parts);
}
