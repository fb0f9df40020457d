/** Parked runs whose memory is kept for a while: one that is woken soon goes on without a replay. */
import { limits } from "../model/limits.ts";
import type { ClaimedRun, RunKey } from "../store/port.ts";
import type { LiveRun } from "./live-run.ts";

export class HotRuns {
  readonly #runs = new Map<RunKey, LiveRun>();

  keep(run: LiveRun): void {
    this.#runs.set(run.key, run);
    if (this.#runs.size <= limits.hotRuns) return;
    for (const [key, oldest] of this.#runs) {
      oldest.drop();
      this.#runs.delete(key);
      return;
    }
  }

  /** The memory of a run that was claimed again, if nobody else has held or changed it since. */
  take(claimed: ClaimedRun): LiveRun | undefined {
    const run = this.#runs.get(claimed.row.key);
    if (run === undefined) return undefined;
    this.#runs.delete(run.key);
    const valid = claimed.row.claim === run.claim + 1 && claimed.entries.length === run.position;
    if (valid) return run;
    run.drop();
    return undefined;
  }

  /** The run was taken away from outside. */
  forget(key: RunKey): void {
    this.#runs.get(key)?.drop();
    this.#runs.delete(key);
  }

  clear(): void {
    for (const run of this.#runs.values()) run.drop();
    this.#runs.clear();
  }
}
