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
  const done = new AbortController();
  const follow = (): void => end.abort(stop?.reason);
  if (stop?.aborted) follow();
  stop?.addEventListener("abort", follow, { once: true });
  const timer = wf.scope(`${scope} timeout`, () => wf.sleep(ms, { name: "timeout" }), { signal: done.signal });
  timer.then(
    () => end.abort(declarativeFailure("part-timed-out", { what, limit: formatMs(ms) })),
    // The work was done first, or the run is over: the timer is of no use any more.
    () => {},
  );
  try {
    return await wf.scope(scope, fn, { signal: end.signal });
  } finally {
    stop?.removeEventListener("abort", follow);
    done.abort();
  }
}
