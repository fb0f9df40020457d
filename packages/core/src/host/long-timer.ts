/**
 * Timers of any length that never fire early. The platform's own fire at once beyond 2^31 - 1 ms, and up to a
 * millisecond before their time: each waits for what is left until nothing is.
 */
import { assert } from "../model/assert.ts";
import type { Timer, TimerOptions } from "./port.ts";

/** What the platform offers: `H` is its handle of a timer. */
export interface PlatformTimers<H> {
  monotonic(): number;
  set(fn: () => void, delayMs: number): H;
  clear(handle: H): void;
  /** The process need not live on for it. */
  unref(handle: H): void;
}

const longestMs = 2 ** 31 - 1;

/** The timer keeps the process alive until it fires or is cancelled, unless it is one in the background. */
export function startTimer<H>(
  platform: PlatformTimers<H>,
  timer: TimerOptions & { readonly delayMs: number },
  fn: () => void,
): Timer {
  const { delayMs, background = false } = timer;
  assert(!Number.isNaN(delayMs), "a timer's delay is a number");
  const dueAt = platform.monotonic() + delayMs;
  let handle = set(delayMs);
  function set(ms: number): H {
    const made = platform.set(fire, platformDelay(ms));
    if (background) platform.unref(made);
    return made;
  }
  function fire(): void {
    const leftMs = dueAt - platform.monotonic();
    if (leftMs > 0) handle = set(leftMs);
    else fn();
  }
  return { cancel: () => platform.clear(handle) };
}

// The platform cuts fractions off, and takes 0 for 1.
function platformDelay(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 1), longestMs);
}
