/**
 * Clears up by itself, once an hour: runs of the worker's workflows that ended longer ago than they are kept.
 *
 * 1. It never holds the store for long, and less while runs execute here.
 * 2. A clock that has jumped removes nothing: the look after a jump is left out, so that a wrong date can be noticed.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { Store } from "../store/port.ts";
import { type ClearingRule, clearRuns } from "./clear-runs.ts";

export interface RetentionParts {
  readonly host: Host;
  readonly store: Store;
  readonly workflows: readonly string[];
  /** What goes at an instant; none to keep all. */
  rules(now: number): readonly ClearingRule[];
  /** Runs execute here now. */
  busy(): boolean;
  troubled(error: unknown): void;
}

/** Of the time, what clearing takes: half while nothing executes here, else a fifth. */
const restPerWork = { idle: 1, busy: 4 } as const;
const restLeastMs = 1;

export function retention(parts: RetentionParts): { stop(): Promise<void> } {
  const { host } = parts;
  let stopped = false;
  let timer: Timer | undefined;
  let wake = (): void => {};
  let clearing: Promise<unknown> = Promise.resolve();
  let drift = host.now() - host.monotonic();

  const rest = (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    timer = host.timer(ms, resolve);
    wake = resolve;
    return promise;
  };
  const look = async (): Promise<void> => {
    const before = drift;
    drift = host.now() - host.monotonic();
    if (Math.abs(drift - before) > limits.retentionJumpMs) return;
    await clearRuns({
      ...parts,
      rules: parts.rules(host.now()),
      limit: Number.POSITIVE_INFINITY,
      dryRun: false,
      pause: (tookMs) => rest(Math.max(restLeastMs, tookMs * restPerWork[parts.busy() ? "busy" : "idle"])),
      stopped: () => stopped,
    });
  };
  const lookIn = (ms: number): void => {
    timer = host.timer(
      ms,
      () => {
        clearing = look()
          .catch((error: unknown) => {
            if (!stopped) parts.troubled(error);
          })
          .finally(() => {
            if (!stopped) lookIn(limits.retentionEveryMs);
          });
      },
      { upkeep: true },
    );
  };

  if (parts.workflows.length > 0 && parts.rules(host.now()).length > 0) lookIn(limits.retentionFirstMs);
  return {
    async stop() {
      stopped = true;
      timer?.cancel();
      wake();
      await clearing;
    },
  };
}
