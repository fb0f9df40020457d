/** No more runs of a workflow are under way than it allows, at any instant (invariant 16). */
import type { CommitResult, Store } from "../../store/port.ts";
import type { Plan } from "./plan.ts";

interface Watched {
  readonly plan: Plan;
  readonly store: Store;
  readonly offences: Set<string>;
}

/** @param result what a batch has brought: only then there may be more than before */
export async function watchLimits({ plan, store, offences }: Watched, result: CommitResult): Promise<void> {
  const rows = [...result.claimed, ...result.starts].map(({ row }) => row?.workflow);
  for (const { name, limit } of plan.flows) {
    if (limit === undefined || !rows.includes(name)) continue;
    const filter = { workflow: name, status: ["pending", "running", "waiting", "paused", "blocked"] as const };
    const { items } = await store.list(filter, { limit: 200 });
    const begun = items.filter(({ startedAt }) => startedAt !== undefined);
    if (begun.length > limit)
      offences.add(`${begun.map(({ id }) => id).join()} are under way; ${limit} of ${name} may be`);
  }
}
