/** A page of runs as they should be now: those that had to begin by a time that has passed are over. */
import { endOverdue } from "./find-in-time.ts";
import type { Internals } from "./internals.ts";
import { checkFilter, checkPage, type ListFilter, type PageOptions, type RunList } from "./list.ts";
import { viewsOf } from "./views.ts";

export async function listRuns(internals: Internals, filter: ListFilter, page: PageOptions): Promise<RunList> {
  await endOverdue(internals);
  const found = await internals.store.list(checkFilter(filter), checkPage(page, "list"));
  return { items: await viewsOf(internals, found.items), next: found.next };
}
