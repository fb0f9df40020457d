/**
 * A timer for an instant of the wall clock, which may jump while it runs: timers count on the monotonic clock, so the
 * other one is looked at again once in a lease. Nobody waits for these looks: a virtual clock passes over them.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";

export function timerAt(host: Host, at: number, due: () => void): Timer {
  let [timer, look]: [Timer | undefined, Timer | undefined] = [undefined, undefined];
  const cancel = (): void => {
    timer?.cancel();
    look?.cancel();
  };
  const arm = (): void => {
    cancel();
    const left = Math.max(0, at - host.now());
    timer = host.timer(left, () => {
      cancel();
      if (host.now() >= at) due();
      else arm();
    });
    look = left > limits.leaseMs ? host.timer(limits.leaseMs, arm, { upkeep: true }) : undefined;
  };
  arm();
  return { cancel };
}
