/** Opens engines for workloads, on a folder of their own, beside a raw store on the same disk. */
import { type AnyWorkflow, Stepwell } from "@stepwell/core";
import type { RawShape, RawStore } from "./raw-store.ts";
import type { Bench } from "./workload.ts";

export interface Duel {
  readonly engine: Stepwell;
  readonly raw: RawStore;
}

/** Opens both, closes both. */
export async function withEngine<T>(
  bench: Bench,
  parts: { readonly workflows: readonly AnyWorkflow[]; readonly shape: RawShape },
  work: (duel: Duel) => Promise<T>,
): Promise<T> {
  const folder = bench.folder();
  const raw = bench.store.raw(folder, parts.shape);
  const engine = await Stepwell.open({
    store: bench.store.provider(folder),
    workflows: parts.workflows,
    log: complain,
  });
  try {
    return await work({ engine, raw });
  } finally {
    await engine.close();
    raw.close();
  }
}

/** A benchmark in which the engine has something to say is not a clean one. */
export function complain(text: string, error?: unknown): void {
  console.error(`engine: ${text}`, error ?? "");
}
