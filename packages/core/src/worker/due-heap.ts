/** Instants that operations wait for, earliest first; equal ones in the order in which they were asked for. */
import { Few } from "../model/few.ts";
import type { Operation } from "../operations/run-port.ts";

export interface DueOperation {
  readonly at: number;
  readonly operation: Operation;
}

interface Item extends DueOperation {
  readonly order: number;
}

const none: Item[] = [];

export class DueHeap {
  /** Most runs wait for no instant: made with the first one. */
  #items: Item[] = none;
  /** What counts: an item of the heap that is not the one of its operation here is passed over. */
  readonly #current = new Few<Operation, Item>();
  #order = 0;

  /** An operation waits for one instant at a time: the last one given. */
  set(operation: Operation, at: number): void {
    const item: Item = { at, operation, order: ++this.#order };
    this.#current.set(operation, item);
    if (this.#items === none) this.#items = [];
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = items[parent] as Item;
      if (isBefore(above, item)) break;
      items[place] = above;
      items[parent] = item;
      place = parent;
    }
  }

  has(operation: Operation): boolean {
    return this.#current.has(operation);
  }

  delete(operation: Operation): void {
    this.#current.delete(operation);
  }

  clear(): void {
    this.#current.clear();
    this.#items = none;
  }

  /** The earliest; undefined when nothing is waited for. */
  peek(): DueOperation | undefined {
    const current = this.#current;
    if (current.size === 0) return undefined;
    for (let top = this.#items[0]; top !== undefined; top = this.#items[0]) {
      if (current.get(top.operation) === top) return top;
      this.#removeTop();
    }
    return undefined;
  }

  #removeTop(): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [items[2 * place + 1], items[2 * place + 2]];
      const below = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (below === undefined || isBefore(last, below)) break;
      items[place] = below;
      place = below === right ? 2 * place + 2 : 2 * place + 1;
    }
    items[place] = last;
  }
}

function isBefore(a: Item, b: Item): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
