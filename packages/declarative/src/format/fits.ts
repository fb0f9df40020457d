/** Which of several shapes is meant by what stands there. */
import type { ScalarNode, SourceNode } from "../source/node.ts";
import type { Shape } from "./shape.ts";

/** By its kind alone: whether it is right is another question. */
export function fits(shape: Shape, node: SourceNode): boolean {
  switch (shape.kind) {
    case "any":
      return true;
    case "map":
    case "record":
      return node.kind === "map";
    case "stages":
      return node.kind === "list";
    case "list":
      return node.kind === "list" || (shape.orOne === true && fits(shape.of, node));
    case "either":
      return shape.of.some((one) => fits(one, node));
    case "number":
      return node.kind === "scalar" && typeof node.value === "number";
    case "flag":
      return node.kind === "scalar" && typeof node.value === "boolean";
    default:
      return node.kind === "scalar" && node.value !== null;
  }
}

/** "trigger" for a list of triggers. */
export function labelOf(shape: Shape): string | undefined {
  const record = shape.kind === "either" ? shape.of.find((one) => one.kind === "record") : shape;
  return record?.kind === "record" ? record.called.replace(/^an? /, "") : undefined;
}

export function isNumber({ kind }: Shape): boolean {
  return kind === "number";
}

/** A text that is not to be checked as what it is, but evaluated first. */
export function isTemplate(shape: Shape, { value }: ScalarNode): boolean {
  if (typeof value !== "string" || !value.includes("${{")) return false;
  if (shape.kind === "text") return shape.prose !== true;
  return shape.kind !== "expression" && shape.kind !== "script" && shape.kind !== "stages";
}
