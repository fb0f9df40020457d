/** What methods of the engine take that have no file of their own, checked. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";

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
