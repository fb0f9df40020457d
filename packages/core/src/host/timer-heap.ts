/** Pending timers of a virtual clock: a binary heap by due time, equal ones in the order they were set. */

export interface PendingTimer {
  readonly dueAt: number;
  /** Grows with every timer set. */
  readonly order: number;
  readonly fn: () => void;
  cancelled: boolean;
}

export class TimerHeap {
  readonly #items: PendingTimer[] = [];
  #live = 0;

  /** Timers that are neither fired nor cancelled. */
  get size(): number {
    return this.#live;
  }

  push(timer: PendingTimer): void {
    const items = this.#items;
    let at = items.push(timer) - 1;
    this.#live++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as PendingTimer;
      if (isBefore(above, timer)) break;
      items[at] = above;
      items[parent] = timer;
      at = parent;
    }
  }

  /** Cancelled timers stay in place until they come to the top. */
  cancel(timer: PendingTimer): void {
    if (timer.cancelled) return;
    timer.cancelled = true;
    this.#live--;
  }

  /** The next one to fire; undefined when none is pending. */
  peek(): PendingTimer | undefined {
    while (this.#items[0]?.cancelled === true) this.#removeTop();
    return this.#items[0];
  }

  pop(): PendingTimer | undefined {
    const timer = this.peek();
    if (timer === undefined) return undefined;
    this.#removeTop();
    // From now on cancelling it does nothing.
    timer.cancelled = true;
    this.#live--;
    return timer;
  }

  #removeTop(): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      const child = this.#smallerChild(at);
      const below = items[child];
      if (below === undefined || isBefore(last, below)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
  }

  #smallerChild(at: number): number {
    const [left, right] = [this.#items[2 * at + 1], this.#items[2 * at + 2]];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

/** Equal times in the order they were set; orders of all heaps of a clock are comparable. */
export function isBefore(a: PendingTimer, b: PendingTimer): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);
}
