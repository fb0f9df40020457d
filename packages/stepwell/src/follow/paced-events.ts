/**
 * Reads a run's events in gulps: whatever is there at once, then nothing for a while. Reading after every commit
 * would cost a busy run more than its steps.
 */
import type { Host, RunEventItem, RunHandle } from "@stepwell/core";

export interface Pacing {
  readonly handle: RunHandle;
  readonly host: Pick<Host, "immediate" | "timer">;
  /** How long to rest after a gulp, ms. */
  readonly restMs: () => number;
  readonly signal: AbortSignal;
  /** Position after which to begin. */
  readonly after: number;
  readonly take: (event: RunEventItem) => void;
  /** Everything that is recorded has been taken. */
  readonly drained: () => void;
}

export class PacedEvents {
  readonly #pacing: Pacing;
  readonly #hurry = Promise.withResolvers<void>();
  #hurried = false;
  #resting = false;
  #waited = false;

  constructor(pacing: Pacing) {
    this.#pacing = pacing;
  }

  /** What is recorded meanwhile is not taken yet. */
  get resting(): boolean {
    return this.#resting;
  }

  /** From now on without rests. */
  hurry(): void {
    this.#hurried = true;
    this.#hurry.resolve();
  }

  /** Resolves at the end of the run, or after the signal. */
  async read(): Promise<void> {
    const { handle, signal, after, take } = this.#pacing;
    this.#mark();
    for await (const event of handle.watch({ after, signal })) {
      take(event);
      // What was there already comes without a macrotask in between; an event after one had to be waited for.
      if (!this.#waited || this.#hurried) continue;
      await this.#rest();
      this.#mark();
    }
  }

  async #rest(): Promise<void> {
    this.#resting = true;
    const { host, restMs } = this.#pacing;
    const rested = Promise.withResolvers<void>();
    const timer = host.timer(restMs(), () => rested.resolve());
    await Promise.race([this.#hurry.promise, rested.promise]);
    timer.cancel();
    this.#resting = false;
  }

  #mark(): void {
    this.#waited = false;
    this.#pacing.host.immediate(() => {
      this.#waited = true;
      this.#pacing.drained();
    });
  }
}
