/** Options of a step or task, checked once and put together from engine, task and call. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readArgument, readOptions } from "../model/read-options.ts";
import { defaultRetry, type RetryOptions, type RetryPolicy, resolveRetry } from "../model/retry.ts";
import { type CacheOptions, type CachePolicy, resolveCache } from "./cache.ts";
import type { RunDefaults } from "./run-port.ts";

/** How often and how long a body may be tried. */
export interface StepOptions<I = never> {
  /** How often and how fast failed attempts are repeated; a number is maxAttempts, false means one attempt. */
  readonly retry?: RetryOptions | number | false;
  /** Of one attempt. Default: none. */
  readonly timeout?: Duration;
  /** Of all attempts and the waits between them, downtime included. Default: none. */
  readonly totalTimeout?: Duration;
  /** The longest silence between two heartbeat() calls. Default: none. */
  readonly heartbeatTimeout?: Duration;
  /** Records the start first; an attempt that a crash cut off fails with step-interrupted. Default false. */
  readonly atMostOnce?: boolean;
  /**
   * When the step has failed for good. `fail` (default): the code gets the error. `pause`: the step waits until a person
   * lets it try again, gives it a value, skips it or fails it (`handle.retryStep` and its neighbours).
   */
  readonly onExhausted?: "fail" | "pause";
  /**
   * A value that another run has computed under the same key will do: the body is not executed then. While one executes
   * it, the others wait for its value. Errors are not kept. Default: every run executes it.
   */
  readonly cache?: CacheOptions<I>;
}

export interface StepPolicy {
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  readonly totalTimeoutMs: number | undefined;
  readonly heartbeatTimeoutMs: number | undefined;
  readonly atMostOnce: boolean;
  readonly onExhausted: "fail" | "pause";
  readonly cache: CachePolicy | undefined;
}

/** What a step's options may be. */
export const stepOptions: readonly string[] = [
  "retry",
  "timeout",
  "totalTimeout",
  "heartbeatTimeout",
  "atMostOnce",
  "onExhausted",
  "cache",
];

/** Most steps have no options: they share one policy per engine. */
const plain = new WeakMap<RunDefaults, StepPolicy>();

export function resolveStepOptions(given: StepOptions | undefined, defaults: RunDefaults, where: string): StepPolicy {
  if (given === undefined) {
    let policy = plain.get(defaults);
    if (policy === undefined) {
      policy = {
        retry: defaults.retry,
        timeoutMs: undefined,
        totalTimeoutMs: undefined,
        heartbeatTimeoutMs: undefined,
        atMostOnce: false,
        onExhausted: "fail",
        cache: undefined,
      };
      plain.set(defaults, policy);
    }
    return policy;
  }
  refuseQueue(given, where);
  const options = readOptions(given, stepOptions, { where });
  checkOptions(options, where);
  return {
    retry: resolveRetry(options.retry, defaults.retry, where),
    timeoutMs: positive(options.timeout, `${where}, timeout`),
    totalTimeoutMs: positive(options.totalTimeout, `${where}, totalTimeout`),
    heartbeatTimeoutMs: positive(options.heartbeatTimeout, `${where}, heartbeatTimeout`),
    atMostOnce: options.atMostOnce ?? false,
    onExhausted: options.onExhausted ?? "fail",
    cache: resolveCache(options.cache, where),
  };
}

/** What holds where an engine says nothing: enough to find out whether options make sense. */
const nominal: RunDefaults = { retry: defaultRetry, valueBytes: limits.valueBytes, guard: "replace" };

/** Refuses options that no engine would take; for tasks, which are defined before there is an engine. */
export function checkStepOptions(options: StepOptions, where: string): void {
  resolveStepOptions(options, nominal, where);
}

/** Of all that is not known, this is what people look for. */
export function refuseQueue(options: object | undefined, where: string): void {
  const problem = "is of workflows: a step executes where its run does; call a workflow of that queue (wf.call)";
  if (Object.hasOwn(readArgument(options, { where, option: "options" }) ?? {}, "queue"))
    throw failure("invalid-option", { where, option: "queue", problem });
}

function checkOptions(options: StepOptions, where: string): void {
  const { onExhausted } = options;
  if (onExhausted !== undefined && onExhausted !== "fail" && onExhausted !== "pause")
    throw failure("invalid-option", { where, option: "onExhausted", problem: 'must be "fail" or "pause"' });
  if (options.atMostOnce !== undefined && typeof options.atMostOnce !== "boolean")
    throw failure("invalid-option", { where, option: "atMostOnce", problem: "must be true or false" });
}

function positive(duration: Duration | undefined, where: string): number | undefined {
  if (duration === undefined) return undefined;
  const ms = toMs(duration, where);
  if (ms === 0)
    throw failure("invalid-duration", { where, value: "0", problem: "a limit must be longer than nothing" });
  return ms;
}
