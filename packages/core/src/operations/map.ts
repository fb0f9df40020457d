/** wf.map: the same for every item, each in a scope of its own (`map[3]/reserve`), some at a time. */

import { failure } from "../model/errors.ts";
import { listOf } from "../model/list-of.ts";
import { readOptions } from "../model/read-options.ts";
import { checkScopeName } from "../model/step-name.ts";
import { Scope } from "../replay/scope.ts";
import { scopeOf } from "./asking.ts";
import { inFrame, innerFrame } from "./frame.ts";
import type { RunPort } from "./run-port.ts";

/** How wf.map goes through its items. */
export interface MapOptions {
  /** How many items are in progress at once. Default: all. */
  readonly concurrency?: number;
  /** How many items may fail before the map does; the results of those that failed are undefined. Default 0. */
  readonly maxFailures?: number;
  /** Name of the scope. Default "map". */
  readonly name?: string;
}

export async function map<T, R>(
  run: RunPort,
  items: Iterable<T>,
  rest: { fn: (item: T, index: number) => R; options?: MapOptions | undefined },
): Promise<Awaited<R>[]> {
  const list = listOf(items, { where: "wf.map", option: "items" });
  if (typeof rest.fn !== "function")
    throw failure("invalid-option", { where: "wf.map", option: "fn", problem: "must be a function" });
  const { concurrency, maxFailures, name } = checkOptions(rest.options, list.length);
  const path = scopeOf(run, "wf.map").childPath(name);
  run.expects(path, list.length);
  // Filled, not sparse: the values of items that failed are undefined, and can be kept.
  const results = new Array<Awaited<R>>(list.length).fill(undefined as Awaited<R>);
  const failures: unknown[] = [];
  let next = 0;

  // Items in progress end before the map fails: nothing of it executes behind the caller's back.
  const lane = async (): Promise<void> => {
    while (next < list.length && failures.length <= maxFailures) {
      const index = next++;
      const frame = innerFrame(run, new Scope(`${path}[${index}]`));
      try {
        results[index] = await inFrame(frame, () => rest.fn(list[index] as T, index));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const lanes: Promise<void>[] = [];
  for (let n = 0; n < concurrency; n++) lanes.push(lane());
  await Promise.all(lanes);
  if (failures.length > maxFailures) throw failures[0];
  return results;
}

function checkOptions(
  options: MapOptions | undefined,
  length: number,
): { concurrency: number; maxFailures: number; name: string } {
  const known = ["concurrency", "maxFailures", "name"];
  const { concurrency = length, maxFailures = 0, name = "map" } = readOptions(options, known, { where: "wf.map" });
  if (concurrency !== length && (!Number.isInteger(concurrency) || concurrency < 1))
    throw failure("invalid-option", {
      where: "wf.map",
      option: "concurrency",
      problem: "must be a whole number from 1",
    });
  if (maxFailures !== Infinity && (!Number.isInteger(maxFailures) || maxFailures < 0))
    throw failure("invalid-option", {
      where: "wf.map",
      option: "maxFailures",
      problem: "must be a whole number from 0, or Infinity",
    });
  return { concurrency: Math.min(concurrency, length), maxFailures, name: checkScopeName(name) };
}
