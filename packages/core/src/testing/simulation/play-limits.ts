/** Time limits of parts of programs. */
import type { WorkflowContext } from "../../operations/context.ts";
import type { Due } from "./due.ts";
import type { Limit } from "./execution.ts";

interface Wish {
  readonly name: string;
  readonly ms: number;
  readonly againMs?: number;
}

/** @param clock on the wall */
export function beginLimit(wf: WorkflowContext, { name, ms, againMs }: Wish, clock: { now(): number }): Limit {
  const askedAt = wf.now().getTime();
  const { signal, leftMs, stop } = wf.timeLimit(ms, { name, ...(againMs === undefined ? {} : { again: againMs }) });
  const limit: Limit = {
    name,
    signal,
    askedAt,
    ms,
    againMs: againMs ?? ms,
    due: { askedAt, withinMs: Math.max(ms, againMs ?? ms) },
    stoppedAt: undefined,
    heardAt: undefined,
    leftMs,
    stop() {
      limit.stoppedAt = clock.now();
      stop();
    },
  };
  const heard = () => {
    limit.heardAt = clock.now();
  };
  signal.addEventListener("abort", heard, { once: true });
  return limit;
}

/** Of what is inside of both. */
export function earlier(outer: Due | undefined, inner: Due): Due {
  return outer === undefined || endOf(inner) <= endOf(outer) ? inner : outer;
}

function endOf({ askedAt, withinMs }: Due): number {
  return askedAt + withinMs;
}
