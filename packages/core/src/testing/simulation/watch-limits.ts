/** No more runs are under way than places and named limits allow, at any instant (invariant 16). */
import type { CommitResult, RunRow, Store } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import { keyOf } from "./share-key.ts";

export interface Watched {
  readonly plan: Plan;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly offences: Set<string>;
}

/** What runs share, and how many units there are of it. */
interface Shared {
  readonly what: string;
  readonly units: number;
  /** Who holds it only while it executes. */
  readonly yields: boolean;
  /** What a run of a workflow takes of it. */
  of(workflow: string, input: string): number;
}

/** @param result what a batch has brought: only then there may be more than before */
export async function watchLimits(watched: Watched, result: CommitResult): Promise<void> {
  const rows = [...result.claimed, ...result.starts].map(({ row }) => row).filter((row) => row !== undefined);
  const looked = new Set<string>();
  for (const row of rows)
    for (const shared of sharedBy(watched.plan, row)) {
      if (looked.has(shared.what)) continue;
      looked.add(shared.what);
      // What the ledger does not see is the end of a run that somebody else's end has brought: then there are fewer.
      if (taken(watched, { shared, runs: watched.ledger.runs.values() }, ({ begun }) => begun) > shared.units)
        await judge(watched, shared);
    }
}

async function judge(watched: Watched, shared: Shared): Promise<void> {
  const { store, offences } = watched;
  const status = ["pending", "running", "waiting", "paused", "blocked"] as const;
  const { items } = await store.list({ status }, { limit: 200 });
  const used = taken(watched, { shared, runs: items }, ({ startedAt }) => startedAt !== undefined);
  if (used > shared.units) offences.add(`${used} units of ${shared.what} are taken; there are ${shared.units}`);
}

/** A run, as far as it matters for what it shares. */
type Sharer = Pick<KnownRun | RunRow, "id" | "parent" | "workflow" | "input" | "status">;

/** Children have what their ancestors hold, and no more than that when those have ended: a family counts once. */
function taken<R extends Sharer>(
  { ledger }: Watched,
  { shared, runs }: { readonly shared: Shared; readonly runs: Iterable<R> },
  began: (run: R) => boolean,
): number {
  const least = new Map<string, number>();
  for (const run of runs) {
    if (shared.yields ? run.status !== "running" : !began(run) || ended.has(run.status)) continue;
    const own = shareOf(ledger, shared, run);
    if (own === undefined) continue;
    least.set(own.family, Math.min(least.get(own.family) ?? Infinity, own.units));
  }
  return least.values().reduce((sum, units) => sum + units, 0);
}

interface Share {
  /** Id of the first ancestor of a line that shares without a gap. */
  readonly family: string;
  readonly units: number;
}

function shareOf(ledger: Ledger, shared: Shared, { id, parent, workflow, input }: Sharer): Share | undefined {
  const units = shared.of(workflow, input);
  if (units === 0) return undefined;
  const parents = parent === undefined ? undefined : ledger.find(parent, 1);
  const above = parents && shareOf(ledger, shared, parents);
  return above === undefined ? { family: id, units } : { ...above, units: Math.min(above.units, units) };
}

const ended: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "timed_out"]);

function sharedBy(plan: Plan, { workflow, input }: RunRow): Shared[] {
  const flow = plan.flows.find(({ name }) => name === workflow);
  if (flow === undefined) return [];
  const { limit, keys, needs } = flow;
  const shared: Shared[] = [];
  if (limit !== undefined) {
    const key = keyOf(flow, input);
    const of = (other: string, given: string) => Number(other === workflow && keyOf(flow, given) === key);
    const what = `workflow ${workflow}${keys === undefined ? "" : `, key ${key}`}`;
    shared.push({ what, units: limit, yields: flow.yields === true, of });
  }
  if (needs !== undefined) {
    const of = (other: string) => plan.flows.find(({ name }) => name === other)?.needs?.units ?? 0;
    shared.push({ what: `limit ${needs.name}`, units: mostUnits(plan, needs.name), yields: false, of });
  }
  return shared;
}

/** Lowering it takes nothing from those that hold it: it is the most that there ever was. */
export function mostUnits({ limits, deeds }: Plan, name: string): number {
  const units = [...limits, ...deeds.filter((deed) => deed.do === "limit")];
  return Math.max(...units.filter((each) => each.name === name).map((each) => each.units));
}
