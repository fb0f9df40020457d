/**
 * The time that workflow code sees. It follows the journal, so replay sees the same:
 * the effective time of what was delivered last, and at least 1 ms later at every reading.
 */
export class RunClock {
  #effective: number;
  #last: number;

  /** @param startAt when the run was first claimed, ms */
  constructor(startAt: number) {
    this.#effective = startAt;
    this.#last = startAt - 1;
  }

  /** An entry that took effect at `at` was delivered. Time never goes back. */
  delivered(at: number): void {
    if (at > this.#effective) this.#effective = at;
  }

  /** A reading of its own: later than every reading before. */
  now(): number {
    this.#last = Math.max(this.#effective, this.#last + 1);
    return this.#last;
  }

  /** The present moment without a reading: due times count from it. */
  peek(): number {
    return Math.max(this.#effective, this.#last);
  }
}
