/**
 * The platform's own clock, timers and randomness, taken when this module is loaded: before any engine is
 * opened, hence before the determinism guard (worker/process-hooks) can put its own functions in their place.
 * Only hosts use them. Named imports would not do: the guard reaches those of `node:crypto` too.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import crypto from "node:crypto";

const clock = globalThis.performance;

export const nativeNow = globalThis.Date.now;
export const nativeMonotonic: () => number = clock.now.bind(clock);
export const nativeSetTimeout = globalThis.setTimeout;
export const nativeClearTimeout = globalThis.clearTimeout;
export const nativeSetImmediate = globalThis.setImmediate;
export const nativeRandomFill: (bytes: Uint8Array) => void = crypto.randomFillSync;

/**
 * Calls `fn` outside of every async context. The engine's timers and turns serve many runs: one that is set up
 * while a body executes must not carry that body's context, nor a web request's, into all that follows.
 */
export const outsideContexts: <T>(fn: () => T) => T = AsyncLocalStorage.snapshot();
