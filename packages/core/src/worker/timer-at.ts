/**
 * A timer for an instant of the wall clock, which may jump while it runs: timers count on the monotonic clock, so the
 * other one is looked at again at least once in a lease.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";

export function timerAt(host: Host, at: number, due: () => void): Timer {
  let timer: Timer;
  const arm = (): void => {
    const left = Math.max(0, at - host.now());
    timer = host.timer(Math.min(left, limits.leaseMs), () => (host.now() >= at ? due() : arm()));
  };
  arm();
  return { cancel: () => timer.cancel() };
}
