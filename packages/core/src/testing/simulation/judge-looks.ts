/** What lists, counts and statistics say at any moment, against the rows themselves (invariant 20). */
import { runStates } from "../../model/run-state.ts";
import { checkCounters } from "../../store/check/check-counters.ts";
import type { RunFilter, RunRow, Store } from "../../store/port.ts";
import type { Database, ThereRow } from "./database.ts";
import type { Plan } from "./plan.ts";

interface Looked {
  readonly plan: Plan;
  readonly store: Store;
  readonly database: Database;
}

/** @param limit of a page */
export async function lookProblems({ plan, store, database }: Looked, limit: number): Promise<string[]> {
  const problems: string[] = [];
  const there = database.newest();
  const queries: { readonly filter: RunFilter; readonly fits: (row: ThereRow) => boolean }[] = [
    { filter: {}, fits: () => true },
    ...runStates.map((status) => ({ filter: { status: [status] }, fits: (row: ThereRow) => row.status === status })),
    ...plan.flows.map(({ name }) => ({ filter: { workflow: name }, fits: (row: ThereRow) => row.workflow === name })),
    ...parentsOf(there).map((parent) => ({ filter: { parent }, fits: (row: ThereRow) => row.parent === parent })),
  ];
  for (const { filter, fits } of queries) {
    const wanted = there.filter(fits).map(shownAs).sort();
    const listed = (await allOf(store, filter, limit)).map(shownAs).sort();
    const counted = await store.count(filter, 10_000);
    const what = JSON.stringify(filter);
    if (listed.join() !== wanted.join()) problems.push(`${what} lists ${listed.join()}; there are ${wanted.join()}`);
    if (counted !== wanted.length) problems.push(`${what} counts ${counted}; there are ${wanted.length}`);
  }
  return [...problems, ...(await checkCounters(store)).map(({ problem }) => problem)];
}

function parentsOf(rows: readonly ThereRow[]): string[] {
  return [...new Set(rows.flatMap(({ parent }) => (parent === undefined ? [] : [parent])))].slice(0, 3);
}

async function allOf(store: Store, filter: RunFilter, limit: number): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  let page = await store.list(filter, { limit });
  rows.push(...page.items);
  // A list that goes in circles has more than there can be.
  while (page.next !== undefined && rows.length < 10_000) {
    page = await store.list(filter, { limit, cursor: page.next });
    rows.push(...page.items);
  }
  return rows;
}

function shownAs({ id, status, workflow }: Pick<ThereRow, "id" | "status" | "workflow">): string {
  return `${id} (${workflow}) ${status}`;
}
