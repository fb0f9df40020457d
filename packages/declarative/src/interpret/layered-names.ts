/** Names of one place on top of those that hold everywhere. Nothing is copied: there are as many places as stages. */
import type { ContextNames } from "../expressions/scope.ts";

export class LayeredNames implements ContextNames {
  readonly #everywhere: ReadonlyMap<string, unknown>;
  readonly #here: Readonly<Record<string, unknown>>;

  constructor(everywhere: ReadonlyMap<string, unknown>, here: Readonly<Record<string, unknown>>) {
    this.#everywhere = everywhere;
    this.#here = here;
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#here, name) ? this.#here[name] : this.#everywhere.get(name);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#here, name) || this.#everywhere.has(name);
  }

  keys(): Iterable<string> {
    return this.#merged().keys();
  }

  [Symbol.iterator](): Iterator<[string, unknown]> {
    return this.#merged()[Symbol.iterator]();
  }

  #merged(): ReadonlyMap<string, unknown> {
    return new Map([...this.#everywhere, ...Object.entries(this.#here)]);
  }
}
