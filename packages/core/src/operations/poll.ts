/**
 * wf.poll: a step that is tried every so often until its value will do. Recorded like a step, with that value: tries
 * that do not satisfy leave nothing, and after a crash the next one is made at once.
 */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readOptions } from "../model/read-options.ts";
import type { RetryOptions } from "../model/retry.ts";
import type { BodyContext } from "./body-context.ts";
import type { RunPort } from "./run-port.ts";
import { inline, request } from "./step.ts";
import { resolveStepOptions } from "./step-options.ts";

/** How often something is tried, and until when. */
export interface PollOptions<T = unknown> {
  /** From the end of one try to the next. */
  readonly every: Duration;
  /** Whether the value will do. */
  readonly until: (value: T) => boolean | PromiseLike<boolean>;
  /** Of all tries and the waits between them; then it fails as a step does after its totalTimeout. Default: for ever. */
  readonly timeout?: Duration;
  /** How tries that throw are repeated, over the whole poll; a number is maxAttempts. Default: as for steps. */
  readonly retry?: RetryOptions | number | false;
}

/** What a body gives whose value will not do yet. */
export const notYet = Symbol("stepwell.not-yet");

const known: ReadonlySet<string> = new Set(["every", "until", "timeout", "retry"]);

export function poll<T>(
  run: RunPort,
  name: string,
  { fn, options }: { readonly fn: (s: BodyContext) => T; readonly options: PollOptions<Awaited<T>> },
): Promise<Awaited<T>> {
  const where = `wf.poll(${quoted(name)})`;
  if (typeof fn !== "function") throw failure("invalid-option", { where, option: "fn", problem: "must be a function" });
  const { every, until, timeout, retry } = readOptions(options, known, { where });
  if (typeof until !== "function")
    throw failure("invalid-option", { where, option: "until", problem: "must be a function" });
  const againMs = toMs(every, `${where}, every`);
  if (againMs === 0)
    throw failure("invalid-duration", { where: `${where}, every`, value: "0", problem: "it would never rest" });
  const step = {
    ...(timeout === undefined ? {} : { totalTimeout: timeout }),
    ...(retry === undefined ? {} : { retry }),
  };
  const policy = resolveStepOptions(step, run.defaults, where);
  const execute = async (s: BodyContext): Promise<unknown> => {
    const value = await fn(s);
    return (await until(value)) ? value : notYet;
  };
  return request(run, { call: "wf.poll", name, policy, place: inline, againMs, execute }) as Promise<Awaited<T>>;
}
