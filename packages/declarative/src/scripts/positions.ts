/** Finds what stands within a span, among many that have a place. */
export class Positions<T extends { readonly at: number }> {
  readonly #ordered: readonly T[];

  constructor(items: readonly T[]) {
    this.#ordered = items.toSorted((a, b) => a.at - b.at);
  }

  /** In their order. */
  within({ start, end }: { readonly start: number; readonly end: number }): T[] {
    const found: T[] = [];
    for (let index = this.#firstFrom(start); index < this.#ordered.length; index++) {
      const item = this.#ordered[index];
      if (item === undefined || item.at >= end) break;
      found.push(item);
    }
    return found;
  }

  #firstFrom(start: number): number {
    let [low, high] = [0, this.#ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ordered[middle]?.at ?? start) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
