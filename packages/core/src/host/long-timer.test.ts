import { expect, test } from "vitest";
import { type PlatformTimers, startTimer } from "./long-timer.ts";
import { virtualHost } from "./virtual.ts";

/** A platform whose timers are half a millisecond early, as Node's may be, and take no longer delay than Node's. */
function earlyPlatform() {
  const host = virtualHost({ startAt: 0 });
  const asked: number[] = [];
  const unreferenced: unknown[] = [];
  const timers: PlatformTimers<{ cancel(): void }> = {
    monotonic: host.monotonic,
    set: (fn, delayMs) => {
      asked.push(delayMs);
      return host.timer(delayMs > 2 ** 31 - 1 ? 1 : delayMs - 0.5, fn);
    },
    clear: (timer) => timer.cancel(),
    unref: (timer) => void unreferenced.push(timer),
  };
  return { host, asked, unreferenced, timers };
}

test.each([1, 1.5, 30, 2 ** 31 - 1, 2 ** 31, 2 ** 33 + 0.5])(
  "a timer of %s ms fires when it is due, not before",
  (delayMs) => {
    const { host, asked, timers } = earlyPlatform();
    const fired: number[] = [];
    startTimer(timers, { delayMs }, () => fired.push(host.monotonic()));
    while (host.advanceToNext());
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(delayMs);
    expect(fired[0]).toBeLessThan(delayMs + 2);
    expect(Math.max(...asked)).toBeLessThan(2 ** 31);
    expect(asked.length).toBeLessThan(10);
  },
);

test("one that was set anew is cancelled like any other", () => {
  const { host, timers } = earlyPlatform();
  const fired: number[] = [];
  const timer = startTimer(timers, { delayMs: 2 ** 33 }, () => fired.push(host.monotonic()));
  host.advance(2 ** 32);
  expect(host.pendingTimers()).toBe(1);
  timer.cancel();
  expect(host.pendingTimers()).toBe(0);
});

test("only one in the background lets the process end, also when it was set anew", () => {
  const { host, unreferenced, timers } = earlyPlatform();
  startTimer(timers, { delayMs: 10 }, () => {});
  expect(unreferenced).toHaveLength(0);
  startTimer(timers, { delayMs: 10, background: true }, () => {});
  while (host.advanceToNext());
  expect(unreferenced).toHaveLength(2);
});
