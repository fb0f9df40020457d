/** Time limits of parts of programs: none is over before its time, nor once it is stopped. */
import { Execution, type Limit } from "./execution.ts";
import { begunAnewAt, type KnownRun, ownName } from "./known-run.ts";
import { natureOf } from "./plan.ts";
import type { World } from "./world.ts";

export function* limitProblems({ plan, ledger }: World): Generator<string> {
  // Where clocks jump, nobody knows what time it is.
  if (!natureOf(plan).steady) return;
  for (const run of ledger.runs.values())
    for (const [at, entry] of run.entries.entries()) {
      const writer = run.writers[at];
      const limit = writer instanceof Execution ? writer.limits.get(ownName(entry.op)) : undefined;
      if (entry.kind !== "timer" || limit === undefined) continue;
      const where = `run ${run.id} (generation ${run.generation}), ${entry.op}`;
      const early = overAt(limit, run, at) - (limit.heardAt ?? entry.at);
      if (early > 0) yield `${where}: it was over ${early} ms early`;
      const { stoppedAt = Infinity } = limit;
      // Code that has read the clock many times is a little ahead of it.
      if (entry.at > stoppedAt + 50) yield `${where}: it was over ${entry.at - stoppedAt} ms after it was stopped`;
    }
}

/** A retry, and a fork, begin it anew where it was under way, which may be long before the run is executed again. */
function overAt({ askedAt, ms, againMs }: Limit, run: KnownRun, at: number): number {
  const anewAt = begunAnewAt(run.entries.slice(0, at)) ?? -Infinity;
  const [own, anew] = [askedAt + ms, anewAt + againMs];
  return askedAt < anewAt ? anew : Math.min(own, Number.isFinite(anew) ? anew : own);
}
