/** Parked runs whose memory is kept for a while: one that is woken soon goes on without a replay. */
import { limits } from "../model/limits.ts";
import type { ClaimedRun, KnownRuns, RunKey } from "../store/port.ts";
import type { LiveRun } from "./live-run.ts";

const nobody: ReadonlyMap<RunKey, LiveRun> = new Map();

export class HotRuns implements KnownRuns {
  readonly #runs = new Map<RunKey, LiveRun>();
  /** A claim is on its way that counts on what is kept. */
  #pinned = false;
  /** What is to be forgotten when it has come back. */
  readonly #stale = new Set<LiveRun>();
  /** Those that the batch on its way parks: what a message of it wakes, its claim may take at once. */
  #parking: ReadonlyMap<RunKey, LiveRun> = nobody;

  claimOf(run: RunKey): number | undefined {
    return (this.#runs.get(run) ?? this.#parking.get(run))?.claim;
  }

  /** A batch is made that parks these and no others. */
  willKeep(parking: readonly LiveRun[]): void {
    this.#parking = parking.length === 0 ? nobody : new Map(parking.map((run) => [run.key, run]));
  }

  keep(run: LiveRun): void {
    this.#runs.set(run.key, run);
    this.#evict();
  }

  /** Keeps everything until the claim has come back. */
  pin(pinned: boolean): void {
    this.#pinned = pinned;
    if (pinned) return;
    for (const run of this.#stale) if (this.#runs.get(run.key) === run) this.forget(run.key);
    this.#stale.clear();
    this.#evict();
  }

  /** The memory of a run that was claimed again, if nobody else has held it since. */
  take(claimed: ClaimedRun): LiveRun | undefined {
    const run = this.#runs.get(claimed.row.key);
    if (run === undefined) return undefined;
    this.#runs.delete(run.key);
    const { entries, row } = claimed;
    const valid = row.claim === run.claim + 1 && (entries === undefined || entries.length === run.record.position);
    if (valid) return run;
    run.drop();
    return undefined;
  }

  #evict(): void {
    if (this.#pinned) return;
    for (const [key, oldest] of this.#runs) {
      if (this.#runs.size <= limits.hotRuns) return;
      oldest.drop();
      this.#runs.delete(key);
    }
  }

  /** Something was asked of the run, or it was taken away: whoever has it next reads what is on disk. */
  forget(key: RunKey): void {
    const run = this.#runs.get(key);
    if (run === undefined) return;
    if (this.#pinned) {
      // It may be this very run that the claim brings, without its journal.
      this.#stale.add(run);
      return;
    }
    run.drop();
    this.#runs.delete(key);
  }

  clear(): void {
    for (const run of this.#runs.values()) run.drop();
    this.#runs.clear();
  }
}
