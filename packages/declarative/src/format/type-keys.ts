/** Which key of a stage is its type. */
import type { MapNode } from "../source/node.ts";
import type { StageShape } from "./stage-shape.ts";

/** The types that a stage names, in its order: one, or it is wrong. A further key of one of them names none. */
export function typeKeys({ entries }: MapNode, types: ReadonlyMap<string, StageShape>): readonly string[] {
  const named = [...entries.keys()].filter((key) => types.has(key));
  if (named.length < 2) return named;
  const own = (type: string, key: string): boolean => Object.hasOwn(types.get(type)?.keys ?? {}, key);
  const alone = named.filter((key) => !named.some((type) => type !== key && own(type, key)));
  return alone.length === 0 ? named : alone;
}
