/** The clock on the wall: it goes with the time, and may be put forward and back. */
export class WallClock {
  /** What it shows at the beginning of time, and the most that it ever showed there. */
  #start: number;
  #latest: number;

  constructor(startAt: number) {
    this.#start = startAt;
    this.#latest = startAt;
  }

  /** In whole ms. @param elapsed ms since the beginning of time */
  at(elapsed: number): number {
    return this.#start + Math.floor(elapsed);
  }

  /** What it would show if it had never gone back. */
  latestAt(elapsed: number): number {
    return this.#latest + Math.floor(elapsed);
  }

  jump(ms: number): void {
    this.#start += ms;
    this.#latest = Math.max(this.#latest, this.#start);
  }

  /** It is not behind what it has shown. */
  putRight(): void {
    this.#start = this.#latest;
  }
}
