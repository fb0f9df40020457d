/** What `.member`, `[index]` and `.*` give. */
import { membersOf, textOf } from "./text.ts";
import { kindOf, numberOf } from "./value.ts";

/** A member that is not there. */
export const nothing: unique symbol = Symbol("nothing");

/** Lists that `.*` has made: what is asked of them is asked of each element. */
const spread = new WeakSet<object>();

/** The elements of a list or the values of a map, for `.*`; `nothing` of anything else. */
export function elementsOf(value: unknown): unknown {
  const kind = kindOf(value);
  if (kind !== "list" && kind !== "map") return nothing;
  const isSpread = spread.has(value as object);
  const elements = isSpread ? (value as unknown[]).flatMap(elementsWithin) : elementsWithin(value);
  return asSpread(elements);
}

/** The member of a map, the element of a list, or those of each element of a list made by `.*`. */
export function memberOf(value: unknown, key: unknown): unknown {
  if (!Array.isArray(value) || !spread.has(value)) return oneMember(value, key);
  return asSpread(value.map((element) => oneMember(element, key)).filter((found) => found !== nothing));
}

export function asSpread(elements: unknown[]): unknown[] {
  spread.add(elements);
  return elements;
}

function elementsWithin(value: unknown): unknown[] {
  const kind = kindOf(value);
  if (kind === "list") return [...(value as unknown[])];
  return kind === "map" ? membersOf(value as object).map(([, member]) => member) : [];
}

function oneMember(value: unknown, key: unknown): unknown {
  const kind = kindOf(value);
  if (kind === "map" && typeof key === "string") return ownMember(value as object, key);
  if (kind === "list") return elementAt(value as unknown[], key);
  if (kind !== "map") return nothing;
  const keyKind = kindOf(key);
  if (keyKind === "list" || keyKind === "map" || keyKind === "other") return nothing;
  return ownMember(value as object, textOf(key));
}

function elementAt(list: readonly unknown[], key: unknown): unknown {
  const index = Math.floor(numberOf(key));
  return index >= 0 && index < list.length ? list[index] : nothing;
}

/** By its exact name, else by one that differs in case alone. Inherited members are none. */
function ownMember(map: object, name: string): unknown {
  if (map instanceof Map && map.has(name)) return map.get(name);
  if (!(map instanceof Map) && Object.hasOwn(map, name)) return (map as Record<string, unknown>)[name];
  const lower = name.toLowerCase();
  const found = membersOf(map).find(([candidate]) => candidate.toLowerCase() === lower);
  return found === undefined ? nothing : found[1];
}
