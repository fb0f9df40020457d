/** Takes the runs of dead workers from them where no worker is there that would: for who waits for those to end. */
import { limits } from "../model/limits.ts";
import type { WorkerKey } from "../store/port.ts";
import type { Internals } from "./internals.ts";

/** How often who waits looks whether workers live. */
export const lookAtWorkersMs = 1_000;

interface Beat {
  readonly at: number;
  /** Since when this has seen no other. Monotonic. */
  readonly since: number;
}

export class DeadWorkers {
  readonly #in: Internals;
  readonly #beats = new Map<WorkerKey, Beat>();

  constructor(internals: Internals) {
    this.#in = internals;
  }

  /** @param only looks at this one; without it, at all. True when runs were given back, if there were any. */
  async reap(only?: WorkerKey): Promise<boolean> {
    const { store, settings } = this.#in;
    const workers = (await store.workers()).filter(({ key }) => only === undefined || key === only);
    const dead = workers.filter(({ key, proof, beatAt }) => {
      return settings.host.isProvablyDead(proof) || this.#silent(key, beatAt);
    });
    if (dead.length === 0) return false;
    await store.reap(
      dead.map(({ key }) => key),
      settings.host.now(),
    );
    return true;
  }

  /** For a whole lease while this was looking: no clock but the own one is relied on. */
  #silent(worker: WorkerKey, at: number): boolean {
    const now = this.#in.settings.host.monotonic();
    const known = this.#beats.get(worker);
    const beat = known?.at === at ? known : { at, since: now };
    this.#beats.set(worker, beat);
    return now - beat.since > limits.leaseMs;
  }
}
