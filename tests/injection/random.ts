/** Chance by a seed: a failing seed fails again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761 + 1) >>> 0;
  }

  /** From 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** How many scripts are tried: `INJECTION_SEEDS=5000 npx vitest run tests/injection` is the long form. */
export function seeds(usual: number): number[] {
  const first = Number(process.env.INJECTION_FIRST ?? 1);
  return Array.from({ length: Number(process.env.INJECTION_SEEDS ?? usual) }, (_, index) => first + index);
}
