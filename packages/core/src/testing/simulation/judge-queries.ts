/** What lists, counts and statistics say, against each other and against what is known of the runs (invariant 20). */
import { runStates } from "../../model/run-state.ts";
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import { natureOf } from "./plan.ts";
import type { World } from "./world.ts";

export async function judgeQueries(world: World, rows: ReadonlyMap<KnownRun, RunRow>): Promise<void> {
  const { store, offences, ledger } = world;
  const listed = (await store.list({}, { limit: 200 })).items;
  const known = new Map<string, RunRow>();
  for (const [{ id, generation, gone }, row] of rows)
    if (gone === undefined && (known.get(id)?.generation ?? 0) < generation) known.set(id, row);
  const ids = new Set(listed.map(({ id }) => id));
  if (listed.length < 200)
    for (const id of known.keys()) if (!ids.has(id)) offences.add(`${id} is there, and no list has it`);
  for (const row of listed) {
    const own = known.get(row.id);
    // What wf.continueAs has begun is known when it is claimed; the generation before it may be gone by then.
    const continued = ledger.ids.newest(row.id)?.gone?.continued === true;
    if (own === undefined && !continued && !ledger.children.has(row.id))
      offences.add(`${row.id} is listed, and nobody has started it`);
    // One that began with its predecessor's end and was cancelled before anybody took it is not known.
    // No list has values that stand apart.
    const same = own?.status === row.status && (own.output === row.output || world.plan.inlineBytes !== undefined);
    if (own?.generation === row.generation && !same)
      offences.add(`${row.id} is listed as ${row.status}; it is ${own.status}`);
  }
  judgeFamilies(world, known);
  if (listed.length === 200) return;
  for (const status of runStates) {
    const there = listed.filter((row) => row.status === status).length;
    const counted = await store.count({ status: [status] }, 10_000);
    const found = (await store.list({ status: [status] }, { limit: 200 })).items.length;
    if (counted !== there || found !== there)
      offences.add(`${there} runs are ${status}; counted ${counted}, listed ${found}`);
  }
  for (const { name } of world.plan.flows) {
    const there = listed.filter(({ workflow }) => workflow === name).length;
    const counted = await store.count({ workflow: name }, 10_000);
    const stated = (await store.stats(name)).reduce((sum, { runs }) => sum + runs, 0);
    if (counted !== there || stated !== there)
      offences.add(`there are ${there} runs of ${name}; counted ${counted}, in the statistics ${stated}`);
  }
  for (const parent of ids) {
    const there = listed.filter((row) => row.parent === parent).length;
    const counted = await store.count({ parent }, 10_000);
    if (counted !== there) offences.add(`${parent} has ${there} children; counted ${counted}`);
  }
}

/** Who ends badly takes along what it has started. */
function judgeFamilies({ plan, offences, ledger }: World, known: ReadonlyMap<string, RunRow>): void {
  if (!natureOf(plan).steady) return;
  for (const row of known.values()) {
    const parent = known.get(row.parent ?? "");
    const left = parent === undefined || ledger.ids.hasGone(parent.id) || parent.status === "completed";
    if (left || row.detached || row.generation > 1) continue;
    const endedAt = parent.endedAt ?? Infinity;
    if (row.createdAt < endedAt && endedAt < (row.endedAt ?? 0) && row.cancelRequestedAt === undefined)
      offences.add(`${parent.id} is ${parent.status}, and its child ${row.id} was not asked to end`);
  }
}
