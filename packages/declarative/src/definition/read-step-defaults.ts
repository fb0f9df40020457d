/** Retry and timeout, which workflows' defaults, jobs and stages have in common. */
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Retry, StepDefaults } from "./step-defaults.ts";
import { at, ms, msOrTemplate, numberOrTemplate, present } from "./values.ts";

/** What holds where a definition says only how often. */
const usual = { initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 } as const;

export function readStepDefaults(map: MapNode): StepDefaults {
  return present<StepDefaults>({ retry: readRetry(at(map, "retry")), timeoutMs: msOrTemplate(at(map, "timeout")) });
}

function readRetry(node: SourceNode | undefined): Retry | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== "map") {
    const retries = numberOrTemplate(node) ?? 0;
    return { maxAttempts: typeof retries === "number" ? retries + 1 : retries, ...usual };
  }
  const number = (key: string, fallback: number): number => {
    const value = numberOrTemplate(at(node, key));
    return typeof value === "number" ? value : fallback;
  };
  const [initial, max] = [ms(at(node, "initial")), ms(at(node, "max"))];
  return {
    maxAttempts: numberOrTemplate(at(node, "max-attempts")) ?? 1,
    // A default gives way to what is written of the other one.
    initialMs: initial ?? Math.min(usual.initialMs, max ?? usual.initialMs),
    factor: number("factor", usual.factor),
    maxMs: max ?? Math.max(usual.maxMs, initial ?? usual.maxMs),
    jitter: number("jitter", usual.jitter),
  };
}
