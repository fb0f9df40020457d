/** What becomes of children with their parents: who is started goes on, who is called and not waited for any more ends. */
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import { natureOf, nodesOf } from "./plan.ts";
import type { World } from "./world.ts";

export function* familyProblems({ plan, ledger }: World, rows: ReadonlyMap<KnownRun, RunRow>): Generator<string> {
  const newest = new Map<string, RunRow>();
  /** Ids of which a generation has ended badly. */
  const ended = new Set<string>();
  for (const row of rows.values()) {
    if (["failed", "cancelled", "timed_out"].includes(row.status)) ended.add(row.id);
    if ((newest.get(row.id)?.generation ?? 0) < row.generation) newest.set(row.id, row);
  }
  for (const child of newest.values()) {
    const parent = newest.get(child.parent ?? "");
    // Who begins under an id that is free again may find what another one has started.
    if (parent === undefined || ledger.ids.hasGone(parent.id) || !child.id.startsWith(`${parent.id}~`)) continue;
    const flow = plan.flows.find(({ name }) => name === child.workflow);
    const how = howStarted(plan, parent, child);
    const asked = child.cancelRequestedAt !== undefined;
    if (child.detached && asked && flow?.onConflict !== "replace")
      yield `${child.id} was started apart from ${parent.id}, and was asked to end`;
    // What wf.continueAs has begun is not known where it was cancelled before anybody took it.
    const endedWell = !ended.has(parent.id) && !parent.continued;
    if (how === "start" && asked && endedWell && flow?.onConflict !== "replace")
      yield `${child.id} was started by ${parent.id}, which has ended well, and was asked to end`;
    // What was read from a clock that jumps says nothing.
    if (how !== "call" || !natureOf(plan).steady || parent.generation > 1 || child.generation > 1) continue;
    if (parent.status === "completed" && !asked && (child.endedAt ?? 0) > (parent.endedAt ?? Infinity))
      yield `${child.id} was called by ${parent.id}, which has ended, and was not asked to end`;
  }
}

function howStarted({ flows }: World["plan"], parent: RunRow, { id }: RunRow): string | undefined {
  const flow = flows.find(({ name }) => name === parent.workflow);
  const [name] = id
    .slice(parent.id.length + 1)
    .replace(/^on-failure~(?:\d+~)?/, "")
    .split("-");
  return flow && [...nodesOf(flow)].find((part) => "name" in part && part.name === name)?.is;
}
