/** Walks a syntax tree without knowing its kinds of nodes. */
import type { Node } from "acorn";

export type AnyNode = Node & Readonly<Record<string, unknown>>;

/** Where a node stands in the one above it. */
export interface Standing {
  readonly parent: AnyNode | undefined;
  readonly key: string;
  /** Of those above it, the nearest first. */
  readonly above: readonly AnyNode[];
}

/** Visits all nodes, each before those in it; not into what `visit` says no to. */
export function walk(root: Node, visit: (node: AnyNode, standing: Standing) => boolean | undefined): void {
  const open: { node: AnyNode; standing: Standing }[] = [
    { node: root as AnyNode, standing: { parent: undefined, key: "", above: [] } },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, standing } = next;
    if (visit(node, standing) === false) continue;
    const above = [node, ...standing.above];
    for (const [key, value] of Object.entries(node)) {
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (isNode(inner)) open.push({ node: inner, standing: { parent: node, key, above } });
      }
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The nodes of a field, as a list. */
export function nodesOf(node: AnyNode, key: string): readonly AnyNode[] {
  const value = node[key];
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}
