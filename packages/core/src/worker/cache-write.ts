/** What becomes of a cached value when an attempt to compute it has ended. */
import { limits } from "../model/limits.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import type { CacheWrite } from "../store/port.ts";

/**
 * What goes out with the end of an attempt. Of one that the code has given up nothing: another run may be computing the
 * value since, and it is that one's which all go on with.
 */
export function cacheWrite(
  { cache, operation }: BodyCommand,
  { kind, value: text }: { readonly kind: string; readonly value: string | undefined },
  now: number,
): CacheWrite | undefined {
  if (cache === undefined || operation.cancelled) return undefined;
  const { name, key, ttlMs } = cache;
  // What a body has set belongs to its own run; a value that stands apart from its row goes with the runs that use it.
  const keeps = kind === "step" && (text === undefined || text.length <= limits.inlineValueBytes);
  const until = ttlMs === undefined ? undefined : now + ttlMs;
  return { name, key, op: operation.id, kept: keeps ? { text, until } : undefined };
}
