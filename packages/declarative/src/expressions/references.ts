/** What an expression reads, without evaluating it. */
import type { Expression } from "./expression.ts";
import type { MemberNode, NameNode, Node } from "./node.ts";
import type { Filter } from "./scope.ts";
import { childrenOf } from "./walk.ts";

/** A path that an expression reads: `needs.build.outputs.tag`. */
export interface Reference {
  /** The context, then its members, as far as they are written out: not behind `.*` or a computed index. */
  readonly names: readonly ReferenceName[];
  /** False where the path goes on behind what is written out. */
  readonly complete: boolean;
}

export interface ReferenceName {
  readonly name: string;
  /** Offset in the expression's source. */
  readonly at: number;
  readonly end: number;
  /** It may be unknown: `?`, or a filter such as `coalesce` stands behind it. */
  readonly excused: boolean;
}

/**
 * All paths that an expression reads, in the order of the text.
 * @param filters those that accept unknown values excuse the paths before them
 */
export function references(expression: Expression, filters: ReadonlyMap<string, Filter> = new Map()): Reference[] {
  const found: Reference[] = [];
  const visit = (node: Node, excused: boolean): void => {
    if (node.kind === "name") {
      found.push({ names: [named(node, excused)], complete: true });
      return;
    }
    if (node.kind === "member") {
      const { reference, others } = pathOf(node, excused);
      if (reference !== undefined) found.push(reference);
      for (const other of others) visit(other, excused);
      return;
    }
    for (const child of childrenOf(node)) {
      const accepts = node.kind === "filter" && child === node.input && filters.get(node.name)?.acceptsUnknown === true;
      visit(child, excused || accepts);
    }
  };
  visit(expression.root, false);
  return found;
}

/** Names of the functions that an expression calls, in lower case, each once. */
export function calledFunctions(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === "call") names.add(node.name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expression.root);
  return [...names];
}

/** A chain of members from its context on, and what else stands in it: computed indexes, or what it begins with. */
function pathOf(whole: MemberNode, excused: boolean): { reference: Reference | undefined; others: Node[] } {
  const links: MemberNode[] = [];
  let first: Node = whole;
  for (; first.kind === "member"; first = first.of) links.unshift(first);
  const keys = links.flatMap(({ key }) => (key === "*" || key.kind === "literal" ? [] : [key]));
  if (first.kind !== "name") return { reference: undefined, others: [first, ...keys] };
  const names = [named(first, excused)];
  for (const { key, optional } of links) {
    if (key === "*" || key.kind !== "literal") return { reference: { names, complete: false }, others: keys };
    names.push({ name: String(key.value ?? ""), at: key.at, end: key.end, excused: excused || optional });
  }
  return { reference: { names, complete: true }, others: keys };
}

function named({ name, at, optional }: NameNode, excused: boolean): ReferenceName {
  return { name, at, end: at + name.length, excused: excused || optional };
}
