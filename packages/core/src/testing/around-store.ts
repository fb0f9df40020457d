/** Puts test code around the verbs of a store: to hold them up, to fail them, to count them. */
import type { Store, StoreProvider } from "../store/port.ts";

/** For a verb: what is called instead; `next` is the store's own. */
export type Around = {
  readonly [V in keyof Store]?: NonNullable<Store[V]> extends (...args: infer A) => infer R
    ? (next: (...args: A) => R, ...args: A) => R
    : never;
};

/** A provider whose stores have `around` about their verbs. */
export function aroundStore(provider: StoreProvider, around: Around): StoreProvider {
  return {
    label: provider.label,
    async open(options) {
      const store = await provider.open(options);
      const wrapped: Record<string, unknown> = { ...store };
      for (const [verb, wrapper] of Object.entries(around)) {
        const next = store[verb as keyof Store];
        wrapped[verb] = (...args: unknown[]) => (wrapper as (...all: unknown[]) => unknown)(next, ...args);
      }
      return wrapped as unknown as Store;
    },
  };
}
