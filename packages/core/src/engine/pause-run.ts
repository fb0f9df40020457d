/** Pauses a run, and waits until no body of it executes: also when nobody is left who would say so. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import type { RunRow, WorkerKey } from "../store/port.ts";
import type { Internals } from "./internals.ts";

/** How often it is looked whether the worker that executes the run lives. */
const lookEveryMs = 1_000;

export interface Pausing {
  /** Asks for the pause. Gives the newest generation as it is then. */
  readonly ask: () => Promise<RunRow>;
  readonly newest: () => Promise<RunRow>;
}

export async function pauseRun(internals: Internals, { ask, newest }: Pausing): Promise<RunRow> {
  const { changes, store, settings } = internals;
  const owners = new Owners(internals);
  let row = await ask();
  while (row.status === "running" && row.pauseRequestedAt !== undefined) {
    const change = changes.next(row.key);
    row = (await store.get(row.key)) ?? row;
    if (row.continued) row = await newest();
    if (row.status !== "running" || row.pauseRequestedAt === undefined) {
      change.forget();
      return row;
    }
    if (await owners.gaveBack(row)) {
      change.forget();
      row = await ask();
      continue;
    }
    const timer = settings.host.timer(lookEveryMs, () => changes.stateMayDiffer(row.key));
    await change.happened;
    timer.cancel();
    if (internals.closed) throw failure("engine-closed", { operation: "waiting" });
  }
  return row;
}

/** Whether the worker that executes a run lives. Where no worker is there to take its runs from it, this does. */
class Owners {
  readonly #in: Internals;
  #beat: { readonly worker: WorkerKey; readonly at: number; readonly since: number } | undefined;

  constructor(internals: Internals) {
    this.#in = internals;
  }

  async gaveBack({ owner }: RunRow): Promise<boolean> {
    const { store, settings } = this.#in;
    const worker = (await store.workers()).find(({ key }) => key === owner);
    if (worker === undefined) return false;
    if (!settings.host.isProvablyDead(worker.proof) && !this.#silent(worker.key, worker.beatAt)) return false;
    await store.reap([worker.key], settings.host.now());
    return true;
  }

  /** For a whole lease while this was looking: no clock but the own one is relied on. */
  #silent(worker: WorkerKey, at: number): boolean {
    const now = this.#in.settings.host.monotonic();
    if (this.#beat?.worker !== worker || this.#beat.at !== at) this.#beat = { worker, at, since: now };
    return now - this.#beat.since > limits.leaseMs;
  }
}
