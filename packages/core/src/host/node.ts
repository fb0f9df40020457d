/** The host of real processes: Node's clock, timers, randomness, threads and processes. */
import { type PlatformTimers, startTimer } from "./long-timer.ts";
import {
  nativeClearTimeout,
  nativeMonotonic,
  nativeNow,
  nativeRandomFill,
  nativeSetImmediate,
  nativeSetTimeout,
  outsideContexts,
} from "./natives.ts";
import { startProcess } from "./node-process.ts";
import { startThread } from "./node-thread.ts";
import type { Host } from "./port.ts";
import { isProvablyDead, readProcessProof } from "./process-proof.ts";
import { randomPool } from "./random-pool.ts";

/**
 * Timers keep the process alive, threads and other processes do not. Callbacks run outside of every async context.
 * The methods need no `this`: a test may spread the host and replace one.
 */
export function nodeHost(): Host {
  const proof = readProcessProof();
  return {
    now: nativeNow,
    monotonic: nativeMonotonic,
    cpuMs,
    timer: (delayMs, fn, options) => startTimer(platformTimers, { ...options, delayMs }, fn),
    immediate: (fn) => void outsideContexts(() => nativeSetImmediate(fn)),
    randomBytes: randomPool(nativeRandomFill),
    proof,
    isProvablyDead: (other) => isProvablyDead(proof, other),
    thread: startThread,
    process: startProcess,
    point: () => {},
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const platformTimers: PlatformTimers<NodeJS.Timeout> = {
  monotonic: nativeMonotonic,
  set: (fn, delayMs) => outsideContexts(() => nativeSetTimeout(fn, delayMs)),
  clear: nativeClearTimeout,
  unref: (timeout) => void timeout.unref(),
};
