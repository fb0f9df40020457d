/** Pauses a run, and waits until no body of it executes: also when nobody is left who would say so. */
import { failure } from "../model/errors.ts";
import type { RunRow } from "../store/port.ts";
import { DeadWorkers, lookAtWorkersMs } from "./dead-workers.ts";
import type { Internals } from "./internals.ts";

export interface Pausing {
  /** Asks for the pause. Gives the newest generation as it is then. */
  readonly ask: () => Promise<RunRow>;
  readonly newest: () => Promise<RunRow>;
}

export async function pauseRun(internals: Internals, { ask, newest }: Pausing): Promise<RunRow> {
  const { changes, store, settings } = internals;
  const dead = new DeadWorkers(internals);
  let row = await ask();
  while (row.status === "running" && row.pauseRequestedAt !== undefined) {
    const change = changes.next(row.key);
    row = (await store.get(row.key)) ?? row;
    if (row.continued) {
      // What is heard of this generation says nothing of the next one.
      change.forget();
      row = await newest();
      continue;
    }
    if (row.status !== "running" || row.pauseRequestedAt === undefined) {
      change.forget();
      return row;
    }
    if (row.owner !== undefined && (await dead.reap(row.owner))) {
      change.forget();
      row = await ask();
      continue;
    }
    const timer = settings.host.timer(lookAtWorkersMs, () => changes.stateMayDiffer(row.key));
    await change.happened;
    timer.cancel();
    if (internals.closed) throw failure("engine-closed", { operation: "waiting" });
  }
  return row;
}
