import { failure } from "./errors.ts";

/**
 * For our own mistakes, never for the world's: in replay it blocks the run,
 * in the commit pipeline it stops the worker and lets the lease lapse.
 */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw failure("broken-invariant", { what });
}

/** Marks a place that an exhaustive switch cannot reach. */
export function unreachable(value: never, what: string): never {
  throw failure("broken-invariant", { what: `${what}: ${JSON.stringify(value)}` });
}
