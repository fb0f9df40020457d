/** In what two definitions differ, said by the keys of the format. Places in files do not count. */
import { formatMs } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import { canonical, withoutPlaces } from "../definition/hash.ts";
import type { Json, JsonMap } from "../definition/json.ts";

export interface Difference {
  /** `jobs.test.stages.run.retry`; jobs, stages and params go by their names. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  /** What stood there, where it is a value rather than a job, a stage or the like. */
  readonly before?: Json;
  readonly after?: Json;
}

/** In the order of the newer one; what it lacks comes last, at each level. */
export function differencesOf(before: Definition, after: Definition): Difference[] {
  return compared([], readable(withoutPlaces(before)), readable(withoutPlaces(after)));
}

type Tree = Json | undefined;

/** A map, or a list whose items have names of their own. */
interface Branch {
  readonly of: ReadonlyMap<string, Json>;
  readonly isList: boolean;
}

/** With the names of the format: what a stage does stands at its type, what is below it at its keys. */
function readable(value: unknown): Json {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value as Json;
  const { type, value: own, keys, branches, ...rest } = value as Record<string, unknown>;
  if (!Array.isArray(branches) || typeof type !== "string") return named(value);
  const lists = branches.map(({ path, stages }: { path: string; stages: unknown }) => [path, readable(stages)]);
  return { ...named(rest), [type]: own as Json, ...(keys as JsonMap), ...Object.fromEntries(lists) };
}

/** `timeoutMs` is `timeout` in files, `continueOnError` is `continue-on-error`. */
function named(value: object): JsonMap {
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    const isMs = /[a-z]Ms$/.test(key);
    const plain = (isMs ? key.slice(0, -2) : key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [plain, isMs && typeof item === "number" ? formatMs(item) : readable(item)];
  });
  return Object.fromEntries(entries);
}

function compared(path: readonly string[], before: Tree, after: Tree): Difference[] {
  if (before === undefined || after === undefined) return [difference(path, before, after)];
  if (canonical(before) === canonical(after)) return [];
  const [left, right] = [branchOf(before), branchOf(after)];
  if (left === undefined || right === undefined || left.isList !== right.isList)
    return [difference(path, before, after)];
  const names = new Set([...right.of.keys(), ...left.of.keys()]);
  const below = [...names].flatMap((name) => compared([...path, name], left.of.get(name), right.of.get(name)));
  return left.isList ? [...below, ...moved(path, left, right)] : below;
}

function branchOf(value: Json): Branch | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return { of: new Map(Object.entries(value)), isList: false };
  const items = value.map((item: Json): [string | undefined, Json] => [nameOf(item), item]);
  const of = new Map(items.flatMap(([name, item]): [string, Json][] => (name === undefined ? [] : [[name, item]])));
  return of.size === items.length ? { of, isList: true } : undefined;
}

function nameOf(item: Json): string | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { id, name } = item as { readonly id?: Json; readonly name?: Json };
  const found = id ?? name;
  return typeof found === "string" ? found : undefined;
}

/** The order of jobs and stages counts; that of keys does not. */
function moved(path: readonly string[], left: Branch, right: Branch): Difference[] {
  const before = [...left.of.keys()].filter((name) => right.of.has(name));
  const after = [...right.of.keys()].filter((name) => left.of.has(name));
  return canonical(before) === canonical(after) ? [] : [{ path: path.join("."), kind: "moved", before, after }];
}

function difference(path: readonly string[], before: Tree, after: Tree): Difference {
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  // A whole job or stage is named by its path.
  const shown = (value: Tree): boolean => value !== undefined && nameOf(value) === undefined;
  return {
    path: path.join("."),
    kind,
    ...(before !== undefined && shown(before) ? { before } : {}),
    ...(after !== undefined && shown(after) ? { after } : {}),
  };
}
