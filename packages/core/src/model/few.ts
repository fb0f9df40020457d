/**
 * A map for what there is mostly none or one of: it begins without a table. A Map makes one at once, and another
 * whenever its last key goes; with several of them per run that is a fifth of what a step allocates.
 * Order and meaning are those of a Map; what changes during an iteration is not seen by it.
 */
export class Few<K, V> {
  #key: K | undefined;
  #value: V | undefined;
  /** The key above counts. It is older than all those in the table. */
  #hasFirst = false;
  /** From the second one on; undefined while there was none. */
  #rest: Map<K, V> | undefined;

  get size(): number {
    return (this.#hasFirst ? 1 : 0) + (this.#rest?.size ?? 0);
  }

  has(key: K): boolean {
    return (this.#hasFirst && this.#key === key) || this.#rest?.has(key) === true;
  }

  get(key: K): V | undefined {
    return this.#hasFirst && this.#key === key ? this.#value : this.#rest?.get(key);
  }

  set(key: K, value: V): this {
    const restIsEmpty = this.#rest === undefined || this.#rest.size === 0;
    if (this.#hasFirst ? this.#key === key : restIsEmpty) {
      this.#hasFirst = true;
      this.#key = key;
      this.#value = value;
    } else {
      this.#rest ??= new Map();
      this.#rest.set(key, value);
    }
    return this;
  }

  delete(key: K): boolean {
    if (!this.#hasFirst || this.#key !== key) return this.#rest?.delete(key) === true;
    this.#dropFirst();
    return true;
  }

  /** Gives what is there, and has it no longer. */
  take(key: K): V | undefined {
    const value = this.get(key);
    this.delete(key);
    return value;
  }

  clear(): void {
    this.#dropFirst();
    this.#rest = undefined;
  }

  /** In the order in which the keys were first set. */
  values(): readonly V[] {
    const rest = this.#rest === undefined || this.#rest.size === 0 ? none : [...this.#rest.values()];
    return this.#hasFirst ? [this.#value as V, ...rest] : rest;
  }

  /** The first value, in the order of `values`, of which this is true. It must not change the map. */
  find(test: (value: V) => boolean): V | undefined {
    if (this.#hasFirst && test(this.#value as V)) return this.#value;
    if (this.#rest !== undefined) for (const value of this.#rest.values()) if (test(value)) return value;
    return undefined;
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    const rest = this.#rest === undefined ? [] : [...this.#rest];
    if (this.#hasFirst) rest.unshift([this.#key as K, this.#value as V]);
    return rest.values();
  }

  #dropFirst(): void {
    this.#hasFirst = false;
    this.#key = undefined;
    this.#value = undefined;
  }
}

const none: readonly never[] = [];
