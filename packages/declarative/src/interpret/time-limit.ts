/** A time limit of a part that is more than one step: its work is stopped, not only no longer awaited. */
import { formatMs } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { Course } from "./course.ts";

/**
 * Executes `fn` in a scope of that name, and ends it after `ms` of wall time.
 * @param part `what`: for the error, `job "build"`; `stop`: ends it as well, for another reason
 * @throws part-timed-out
 */
export async function limited<T>(
  { wf }: Course,
  part: { readonly scope: string; readonly what: string; readonly ms: number | undefined; readonly stop?: AbortSignal },
  fn: () => Promise<T>,
): Promise<T> {
  const { scope, what, ms, stop } = part;
  if (ms === undefined) return await wf.scope(scope, fn, stop === undefined ? {} : { signal: stop });
  const end = new AbortController();
  const follow = (): void => end.abort(stop?.reason);
  if (stop?.aborted) follow();
  stop?.addEventListener("abort", follow, { once: true });
  const limit = await wf.scope(`${scope} timeout`, () => wf.timeLimit(ms, { name: "timeout" }));
  const { signal } = limit;
  const over = (): void =>
    end.abort(declarativeFailure("part-timed-out", { what, limit: formatMs(ms) }, signal.reason));
  signal.addEventListener("abort", over, { once: true });
  try {
    return await wf.scope(scope, fn, { signal: end.signal });
  } finally {
    stop?.removeEventListener("abort", follow);
    limit.stop();
  }
}
