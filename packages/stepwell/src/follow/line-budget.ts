/** How often something may be said: a burst at first, then a summary now and then. Keeps logs of CI readable. */

export class LineBudget {
  readonly #everyMs: number;
  #left: number;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param burst lines that may follow each other at once, before one per `everyMs` */
  constructor(burst: number, everyMs: number) {
    this.#left = burst;
    this.#everyMs = everyMs;
  }

  /** True when a line may be written now, and counts it. @param now ms */
  takes(now: number): boolean {
    if (this.#left > 0) this.#left--;
    else if (now - this.#lastAt < this.#everyMs) return false;
    this.#lastAt = now;
    return true;
  }
}
