/** What runs of a plan share, as it is at the beginning and once all is well again. */

import type { Store } from "../../store/port.ts";
import type { Actor } from "./actor.ts";
import type { Clockwork } from "./clockwork.ts";
import type { Ledger } from "./ledger.ts";
import { type Plan, queuesOf } from "./plan.ts";

interface Shared {
  readonly plan: Plan;
  readonly store: Store;
  readonly clockwork: Clockwork;
}

export async function setLimits({ plan, store, clockwork }: Shared): Promise<void> {
  for (const { name, units } of plan.limits) await store.setLimit(name, units, clockwork.now());
}

/** Once nobody is about to pause one any more. */
export async function resumeQueues(
  { plan, store, clockwork }: Shared,
  { ledger, self }: { readonly ledger: Ledger; readonly self: Actor },
): Promise<void> {
  for (const queue of queuesOf(plan)) {
    const begunAt = clockwork.turns;
    const wish = { paused: false, at: clockwork.now() };
    await store.setQueue(queue, wish);
    ledger.landed({ actor: self, verb: "setQueue", args: [queue, wish], result: undefined, begunAt });
  }
}
