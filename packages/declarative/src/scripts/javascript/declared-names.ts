/** What a script declares on its top level. */
import type { Node } from "acorn";
import { type AnyNode, nodesOf, walk } from "./tree.ts";

/** Names of variables, functions and classes; not of imports. */
export function declaredNames(tree: Node): string[] {
  const statements = nodesOf(tree as AnyNode, "body").map((node) =>
    node.type === "ExportNamedDeclaration" ? (nodesOf(node, "declaration")[0] ?? node) : node,
  );
  const names = statements.flatMap((node) => {
    if (node.type === "VariableDeclaration") {
      return nodesOf(node, "declarations").flatMap((one) => nodesOf(one, "id").flatMap(namesOfPattern));
    }
    const isNamed = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
    return isNamed ? nodesOf(node, "id").flatMap(namesOfPattern) : [];
  });
  return [...new Set(names)];
}

function namesOfPattern(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [String(pattern.name)];
    case "ObjectPattern":
      return nodesOf(pattern, "properties").flatMap(namesOfPattern);
    case "Property":
      return nodesOf(pattern, "value").flatMap(namesOfPattern);
    case "ArrayPattern":
      return nodesOf(pattern, "elements").flatMap(namesOfPattern);
    case "RestElement":
      return nodesOf(pattern, "argument").flatMap(namesOfPattern);
    case "AssignmentPattern":
      return nodesOf(pattern, "left").flatMap(namesOfPattern);
    default:
      return [];
  }
}

export function isModule(tree: Node): boolean {
  return nodesOf(tree as AnyNode, "body").some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type));
}

/** Where a `return` stands that belongs to no function. */
export function topLevelReturn(tree: Node): number | undefined {
  let found: number | undefined;
  walk(tree, (node) => {
    if (node.type === "ReturnStatement") found = Math.min(found ?? node.start, node.start);
    return !/Function|StaticBlock/.test(node.type);
  });
  return found;
}
