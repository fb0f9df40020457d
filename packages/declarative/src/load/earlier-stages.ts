/** Stages whose outputs an expression may read: the beginnings of some lists, without a copy of them. */
import type { Known, Members } from "../expressions/check.ts";

export class EarlierStages implements Members {
  readonly #parts: { readonly places: ReadonlyMap<string, number>; readonly before: number }[] = [];

  /** @param places id → index in its list @param before the index at which the beginning ends */
  add(places: ReadonlyMap<string, number>, before: number): void {
    this.#parts.push({ places, before });
  }

  get(id: string): Known | undefined {
    const isThere = this.#parts.some(({ places, before }) => (places.get(id) ?? before) < before);
    return isThere ? "anything" : undefined;
  }

  keys(): MapIterator<string> {
    return this.#all().keys();
  }

  entries(): MapIterator<[string, Known]> {
    return this.#all().entries();
  }

  #all(): Map<string, Known> {
    const all = new Map<string, Known>();
    for (const { places, before } of this.#parts)
      for (const [id, index] of places) if (index < before) all.set(id, "anything");
    return all;
  }
}
