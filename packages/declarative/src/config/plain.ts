/** A tree that was read as plain data. */
import type { SourceNode } from "../source/node.ts";

export function plainOf(node: SourceNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainOf);
    case "map":
      // Own keys, whatever their names: `__proto__` too is data.
      return Object.fromEntries([...node.entries].map(([name, { value }]) => [name, plainOf(value)]));
  }
}
