/**
 * wf.scope: names inside are numbered apart, so that concurrent branches cannot swap their entries. With a signal it
 * can be ended from beside it. Who aborts, and when, follows from the journal, so it needs no entry of its own.
 */

import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { checkScopeName } from "../model/step-name.ts";
import { scopeOf } from "./asking.ts";
import { type Frame, inFrame, innerFrame } from "./frame.ts";
import type { RunPort } from "./run-port.ts";

/** How a scope may end before its function does. */
export interface ScopeOptions {
  /**
   * Once it is aborted, what the scope waits for is given up, its bodies in flight are told to stop, and its promise
   * rejects with the signal's reason. Abort it from workflow code of the same run. Default: none.
   */
  readonly signal?: AbortSignal;
}

export async function scope<T>(
  run: RunPort,
  name: string,
  { fn, options }: { readonly fn: () => T; readonly options?: ScopeOptions | undefined },
): Promise<Awaited<T>> {
  const inner = scopeOf(run, "wf.scope").child(checkScopeName(name));
  if (typeof fn !== "function")
    throw failure("invalid-option", { where: "wf.scope", option: "fn", problem: "must be a function" });
  const signal = checkSignal(options);
  const frame = innerFrame(run, inner);
  return signal === undefined ? await inFrame(frame, fn) : await until(signal, run, { frame, fn });
}

async function until<T>(
  signal: AbortSignal,
  run: RunPort,
  { frame, fn }: { readonly frame: Frame; readonly fn: () => T },
): Promise<Awaited<T>> {
  signal.throwIfAborted();
  const stops = stopsOf(signal);
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<T>>();
  const stop = (): void => {
    run.giveUpScope(frame.scope.path);
    run.finale.shields.giveUp(frame.scope.path);
    reject(signal.reason);
  };
  stops.add(stop);
  try {
    // Whichever comes first settles it: a value that is still a promise would keep the signal from doing so, and what is
    // thrown at once would leave nobody to hear of the signal.
    Promise.try(inFrame<T>, frame, fn).then(resolve, reject);
    return await promise;
  } finally {
    stops.delete(stop);
  }
}

/** One listener per signal: a signal compares each new one with all that it has, and thousands of scopes may share it. */
const listening = new WeakMap<AbortSignal, Set<() => void>>();

function stopsOf(signal: AbortSignal): Set<() => void> {
  const known = listening.get(signal);
  if (known !== undefined) return known;
  const stops = new Set<() => void>();
  listening.set(signal, stops);
  signal.addEventListener(
    "abort",
    () => {
      for (const stop of stops) stop();
    },
    { once: true },
  );
  return stops;
}

function checkSignal(options: ScopeOptions | undefined): AbortSignal | undefined {
  const where = "wf.scope";
  const { signal } = readOptions(options, ["signal"], { where });
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw failure("invalid-option", { where, option: "signal", problem: "must be an AbortSignal" });
  return signal;
}
