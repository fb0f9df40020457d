/** Runs as they are shown, with why those that could go on do not. */
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { detailsOf, type RunDetails, type RunView, viewOf } from "./run-view.ts";

type Parts = Pick<Internals, "store" | "settings" | "texts">;

export async function viewsOf({ store, settings, texts }: Parts, rows: readonly RunRow[]): Promise<RunView[]> {
  const now = settings.host.now();
  const pending = rows.filter(mayBeHindered).map((row) => row.key);
  const hindrances = pending.length === 0 ? undefined : await store.hindrances(pending, now);
  return rows.map((row) => viewOf(row, { now, texts }, hindrances?.get(row.key)));
}

function mayBeHindered({ status, build }: RunRow): boolean {
  return status === "pending" || (status === "waiting" && build !== undefined);
}

export async function detailsNow(internals: Internals, row: RunRow): Promise<RunDetails> {
  const [view = viewOf(row, { now: row.createdAt, texts: internals.texts })] = await viewsOf(internals, [row]);
  return detailsOf(view, row, internals);
}
