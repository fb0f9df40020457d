/** A time limit of a part that is more than one step: its work is stopped, not only no longer awaited. */
import { formatMs, type WorkflowContext } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { Course } from "./course.ts";

/**
 * Executes `fn` in a scope of that name, and ends it after `ms` of wall time.
 * @param part `what`: for the error, `job "build"`; `stop`: ends it as well, for another reason
 * @throws part-timed-out
 */
export function limited<T>(
  { wf }: Course,
  part: {
    readonly scope: string;
    readonly what: string;
    readonly ms: number | undefined;
    readonly stop?: AbortSignal | undefined;
  },
  fn: () => Promise<T>,
): Promise<T> {
  const { scope, what, ms, stop } = part;
  if (ms !== undefined) return timed(wf, { scope, what, ms, stop }, fn);
  return wf.scope(scope, fn, stop === undefined ? undefined : { signal: stop });
}

async function timed<T>(
  wf: WorkflowContext,
  part: {
    readonly scope: string;
    readonly what: string;
    readonly ms: number;
    readonly stop: AbortSignal | undefined;
  },
  fn: () => Promise<T>,
): Promise<T> {
  const { scope, what, ms, stop } = part;
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
