/** Objects of code as nodes: data without places. Nothing of them is called: no getters, no toJSON. */
import { problem, type Report } from "../diagnosis/problem.ts";
import { sourceLimits } from "./limits.ts";
import type { MapEntry, ScalarNode, SourceNode } from "./node.ts";

/** @returns undefined when something was reported */
export function readData(value: unknown, report: Report): SourceNode | undefined {
  let failed = false;
  let left: number = sourceLimits.nodes;
  const fail = (found: string, path: string): SourceNode => {
    failed = true;
    report(problem("not-data", { found }, { path }));
    return scalar(null);
  };

  const tooLarge = (facts: { what: string; limit: number; unit: string }, path: string): SourceNode => {
    if (!failed) report(problem("source-too-large", facts, { path }));
    failed = true;
    return scalar(null);
  };

  const read = (at: unknown, path: string, depth: number): SourceNode => {
    if (left-- <= 0) return tooLarge({ what: "the definition has", limit: sourceLimits.nodes, unit: "values" }, path);
    if (at === null || typeof at === "boolean" || typeof at === "string") return scalar(at);
    if (typeof at === "number") return Number.isFinite(at) ? scalar(at) : fail(String(at), path);
    if (typeof at !== "object") return fail(`${article(typeof at)}${typeof at}`, path);
    if (depth >= sourceLimits.depth)
      return tooLarge({ what: "lists and maps stand in one another", limit: sourceLimits.depth, unit: "deep" }, path);
    if (Array.isArray(at)) {
      const items = Array.from({ length: Math.min(at.length, left + 1) }, (_, index) => own(at, String(index)));
      return { kind: "list", ...nowhere, items: items.map((item, n) => read(item, `${path}[${n}]`, depth + 1)) };
    }
    const prototype: unknown = Object.getPrototypeOf(at);
    if (prototype !== Object.prototype && prototype !== null) return fail(named(prototype), path);
    const entries = new Map<string, MapEntry>();
    for (const key of Object.keys(at)) {
      const value = own(at, key);
      // As JSON does: a key that has no value is not there.
      if (value === undefined) continue;
      entries.set(key, { key: scalar(key), value: read(value, path === "" ? key : `${path}.${key}`, depth + 1) });
      if (entries.size > sourceLimits.keysPerMap)
        return tooLarge({ what: "a map has", limit: sourceLimits.keysPerMap, unit: "keys" }, path);
    }
    return { kind: "map", ...nowhere, entries };
  };

  const node = read(value, "", 0);
  return failed ? undefined : node;
}

const nowhere = { source: undefined, start: 0, end: 0 } as const;

function scalar(value: ScalarNode["value"]): ScalarNode {
  return { kind: "scalar", ...nowhere, value, style: "data" };
}

/** A getter is no value, and may do anything. */
function own(holder: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(holder, key);
  return property !== undefined && !("value" in property) ? () => {} : property?.value;
}

function article(word: string): string {
  return word === "undefined" ? "" : "a ";
}

function named(prototype: unknown): string {
  const holder = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value as unknown;
  const name = typeof holder === "function" ? Object.getOwnPropertyDescriptor(holder, "name")?.value : undefined;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class";
}
