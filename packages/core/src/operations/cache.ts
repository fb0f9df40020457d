/** The `cache` option of a step, task or workflow: which value of another run will do as well. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";

/** With what a step, or a run, may go on instead of executing its body or function, and for how long. */
export interface CacheOptions<I = never> {
  /**
   * Steps of one name (a task's own name) and one key share a value, across all runs and workflows of the namespace. A
   * task's key may be made from its input: the same for the same input, as replay asks again. So may a workflow's, whose
   * runs share their outputs.
   */
  readonly key: string | ((input: I) => string);
  /** How long the value is used, from the end of the body or run that gave it. Default: for ever. */
  readonly ttl?: Duration;
}

export interface CachePolicy {
  readonly key: string | ((input: never) => string);
  readonly ttlMs: number | undefined;
}

/** The value that one step asks for. */
export interface CacheWish {
  /** Of the step, or of the task. */
  readonly name: string;
  readonly key: string;
  readonly ttlMs: number | undefined;
}

/** @throws invalid-option, invalid-duration */
export function resolveCache(options: CacheOptions | undefined, where: string): CachePolicy | undefined {
  if (options === undefined) return undefined;
  const { key, ttl } = readOptions(options, ["key", "ttl"], { where, option: "cache" });
  if (typeof key !== "string" && typeof key !== "function")
    throw failure("invalid-option", { where, option: "cache.key", problem: "must be a string or a function" });
  if (ttl === undefined) return { key, ttlMs: undefined };
  const ttlMs = toMs(ttl, `${where}, cache.ttl`);
  if (ttlMs === 0)
    throw failure("invalid-duration", { where: `${where}, cache.ttl`, value: "0", problem: "nothing would be kept" });
  return { key, ttlMs };
}

/** @param input what the key is made from; undefined for a step. @throws invalid-option, and what the key's function throws */
export function wishOf(
  policy: CachePolicy | undefined,
  asked: {
    readonly name: string;
    readonly input?: unknown /** For messages; default: the step. */;
    readonly where?: string;
  },
): CacheWish | undefined {
  if (policy === undefined) return undefined;
  const { name, input, where = `step "${name}"` } = asked;
  const { key: given, ttlMs } = policy;
  const key = typeof given === "string" ? given : given(input as never);
  if (typeof key !== "string")
    throw failure("invalid-option", { where, option: "cache.key", problem: "must give a string" });
  return { name, key, ttlMs };
}
