/** Chance that comes from a seed: streams of their own for different things, so that one does not shift another. */

export class Chance {
  #state: number;
  readonly #seed: number;

  /** @param stream what it is for */
  constructor(seed: number, stream: string) {
    this.#seed = seed;
    let state = (seed ^ 0x9e3779b9) | 0;
    for (let at = 0; at < stream.length; at++) state = Math.imul(state ^ stream.charCodeAt(at), 0x01000193);
    this.#state = state ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b);
    this.below(2);
  }

  /** Another stream of the same seed. */
  stream(name: string): Chance {
    return new Chance(this.#seed, name);
  }

  /** A whole number from 0, less than `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % end;
  }

  /** Both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
