/** No more runs begin within any period than their rate allows (invariant 16), by the clock on the wall. */
import type { Beginning } from "./landed.ts";
import { natureOf } from "./plan.ts";
import { keyOf } from "./share-key.ts";
import type { World } from "./world.ts";

export function* rateProblems({ plan, ledger }: World): Generator<string> {
  // Where clocks jump no period is one.
  if (!natureOf(plan).steady) return;
  for (const flow of plan.flows) {
    const { name, rate } = flow;
    if (rate === undefined) continue;
    const own = ledger.beginnings.filter(({ run }) => run.workflow === name && run.generation === 1);
    for (const [key, begun] of Map.groupBy(own, ({ run }) => keyOf(flow, run.input))) {
      const times = begun.map(timeOf).sort((a, b) => a - b);
      const within = times.findIndex((at, nth) => at - (times[nth - rate.limit] ?? -Infinity) < rate.periodMs);
      if (within >= 0)
        yield `${rate.limit} runs of ${name}, key ${key}, may begin in ${rate.periodMs} ms; there are more at ${times.join()}`;
    }
  }
}

/** When the world has seen it, whatever its row says of it. */
function timeOf({ landedAt }: Beginning): number {
  return landedAt;
}
