/** What the suite gives to a workload, and what it wants of it. */
import type { Figure } from "./figure.ts";
import type { BenchStore } from "./stores.ts";

export interface Bench {
  readonly store: BenchStore;
  /** Few and small slices: a smoke test, whose figures say little. */
  readonly quick: boolean;
  /** Makes an empty folder, which goes when the suite ends. */
  folder(): string;
}

export interface Workload {
  /** What `--only` takes. */
  readonly name: string;
  readonly about: string;
  run(bench: Bench): Promise<Figure[]>;
}

/** Everything that a step of the benchmarks returns: a small value, as most steps have. */
export function stepValue(n: number): { readonly item: number; readonly ok: boolean } {
  return { item: n, ok: true };
}
