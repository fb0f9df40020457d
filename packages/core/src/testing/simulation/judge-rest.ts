/** Whoever waits, when all has come to rest, waits for something that can come (invariant 26). */

import { partsOf as partsOfPlace } from "../../model/sharing.ts";
import { checkChildren } from "../../store/check/check-children.ts";
import { checkWakeUps } from "../../store/check/check-wake-ups.ts";
import type { RunRow } from "../../store/port.ts";
import { isOverdue } from "./judge-expiry.ts";
import { type Flow, nodesOf, type Plan } from "./plan.ts";
import { mostUnits } from "./watch-limits.ts";
import type { World } from "./world.ts";

export async function judgeRest(world: World, rows: readonly RunRow[]): Promise<void> {
  await judgeLines(world, rows);
  // What follows goes by what is on disk alone.
  if (!world.database.openRuns.moved()) return;
  for (const row of rows) {
    const { id, why = "", key } = row;
    for (const { problem } of [...(await checkWakeUps(world.store, key)), ...(await checkChildren(world.store, id))])
      world.offences.add(`at rest: run ${id}: ${problem}`);
    if (isOverdue(row, world.clockwork.now())) world.offences.add(`at rest: run ${id} has expired, and is pending`);
    if (row.status !== "waiting") continue;
    const name = /^waits for signal "(?:[^"]*\/)?(w\d+)/.exec(why)?.[1];
    if (name === undefined) continue;
    const flow = world.plan.flows.find((each) => each.name === row.workflow);
    const signal = flow && signalOf(flow, name);
    const unread = (await world.store.inbox(key)).some((message) => message.name === `signal~${signal}`);
    // One that came in between has woken it.
    if (unread && (await world.store.get(key))?.status === "waiting")
      world.offences.add(`run ${id} ${why}, which is there`);
  }
}

/** Nobody stands in line for what is free. */
async function judgeLines({ store, clockwork, offences, plan }: World, rows: readonly RunRow[]): Promise<void> {
  const lines = Map.groupBy(
    rows.filter((row) => row.status === "pending" && row.inLine !== undefined),
    (row) => row.inLine as string,
  );
  for (const { place, capacity = 0, used } of await store.places(clockwork.now())) {
    if (!place.startsWith("rate:") && used > mostOf(plan, place))
      offences.add(`${used} units of ${place} are counted; there are ${capacity}`);
    const wanted = (lines.get(place) ?? [])
      .map((row) => unitsOf(plan, row, place))
      .filter((units) => units <= capacity);
    if (wanted.length > 0 && capacity - used >= Math.max(...wanted))
      offences.add(`${wanted.length} runs stand in line for ${place}, of which ${used} of ${capacity} are taken`);
  }
}

/** Lowering a limit takes nothing from those that hold it. */
function mostOf(plan: Plan, place: string): number {
  const { kind, name } = partsOfPlace(place);
  if (kind === "workflow") return plan.flows.find((flow) => flow.name === name)?.limit ?? 0;
  return mostUnits(plan, name);
}

function unitsOf({ flows }: Plan, { workflow }: RunRow, place: string): number {
  const needs = flows.find(({ name }) => name === workflow)?.needs;
  return place === `limit:${needs?.name}` ? (needs?.units ?? 1) : 1;
}

function signalOf(flow: Flow, name: string): string | undefined {
  const found = [...nodesOf(flow)].find((node) => node.is === "receive" && node.name === name);
  return found?.is === "receive" ? found.signal : undefined;
}
