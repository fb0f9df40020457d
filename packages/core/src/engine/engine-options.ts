/** What methods of the engine take that have no file of their own, checked. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readArgument, readOptions } from "../model/read-options.ts";
import type { StartItem } from "./start-arguments.ts";
import type { StartOptions } from "./start-options.ts";

const graceDefaultMs = 5_000;

/** @throws invalid-option */
export function checkClose(options: { readonly graceMs?: number }): number {
  const where = "close";
  const { graceMs = graceDefaultMs } = readOptions(options, ["graceMs"], { where });
  if (Number.isFinite(graceMs) && graceMs >= 0 && graceMs <= limits.durationMaxMs) return graceMs;
  throw failure("invalid-option", { where, option: "graceMs", problem: "must be a number of milliseconds from 0" });
}

/** @throws invalid-option */
export function checkPart(part: unknown): string {
  if (typeof part === "string") return part.slice(0, limits.idMaxCodePoints);
  throw failure("invalid-option", { where: "idsLike", option: "part", problem: "must be a text" });
}

/** @throws invalid-option */
export function startItem<I>(item: StartItem<I>): { readonly input: I; readonly options: StartOptions } {
  const place = { where: "startMany", option: "items" };
  if (typeof readArgument(item, place) !== "object" || item === null)
    throw failure("invalid-option", { ...place, problem: "must be objects: { input, …options }" });
  const { input, ...options } = item;
  return { input, options };
}
