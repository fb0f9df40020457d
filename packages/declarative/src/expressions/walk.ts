/** Goes over the tree of an expression. */
import type { Node } from "./node.ts";

/** What a node is made of, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "name":
      return [];
    case "member":
      return node.key === "*" ? [node.of] : [node.of, node.key];
    case "call":
      return node.arguments;
    case "filter":
      return [node.input, ...node.arguments];
    case "not":
      return [node.operand];
    case "compare":
      return [node.left, node.right];
    case "logic":
      return node.operands;
    case "text":
      return node.parts;
  }
}
