/** Takes the runs of dead workers from them where no worker is there that would: for who waits for those to end. */
import { limits } from "../model/limits.ts";
import type { DeadWorker, WorkerKey } from "../store/port.ts";
import { LastBeats } from "../worker/last-beats.ts";
import type { Internals } from "./internals.ts";

/** How often who waits looks whether workers live. */
export const lookAtWorkersMs = 1_000;

export class DeadWorkers {
  readonly #in: Internals;
  readonly #beats = new LastBeats();

  constructor(internals: Internals) {
    this.#in = internals;
  }

  /** @param only looks at this one; without it, at all. True when runs were given back, if there were any. */
  async reap(only?: WorkerKey): Promise<boolean> {
    const { store, settings } = this.#in;
    const workers = await store.workers();
    const now = settings.host.monotonic();
    this.#beats.see(workers, now);
    const dead = workers.flatMap((worker): DeadWorker[] => {
      const { key, beatAt } = worker;
      if (only !== undefined && key !== only) return [];
      if (settings.host.isProvablyDead(worker.proof)) return [{ key }];
      return this.#beats.silentMs(worker, now) > limits.leaseMs ? [{ key, beatAt }] : [];
    });
    if (dead.length === 0) return false;
    const reaped = await store.reap(dead, settings.host.now());
    return reaped.workers.length > 0;
  }
}
