/** Runs as they are shown, with why those that could go on do not. */
import { limits } from "../model/limits.ts";
import type { RunRow, WorkerKey } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { detailsOf, type RunDetails, type RunView, viewOf } from "./run-view.ts";
import type { LostOwner } from "./why.ts";

type Parts = Pick<Internals, "store" | "settings" | "texts">;

export async function viewsOf(parts: Parts, rows: readonly RunRow[]): Promise<RunView[]> {
  const { store, settings, texts } = parts;
  const now = settings.host.now();
  const stopped = rows.filter(mayBeHindered).map((row) => row.key);
  const hindrances = stopped.length === 0 ? undefined : await store.hindrances(stopped, now);
  const lost = rows.some(isOwned) ? await lostOwners(parts, now) : undefined;
  return rows.map((row) =>
    viewOf(row, { now, texts }, { hindrance: hindrances?.get(row.key), lost: row.owner && lost?.get(row.owner) }),
  );
}

/** Workers that are registered, and execute nothing any more. */
async function lostOwners({ store, settings }: Parts, now: number): Promise<ReadonlyMap<WorkerKey, LostOwner>> {
  const lost = new Map<WorkerKey, LostOwner>();
  for (const { key, proof, beatAt } of await store.workers()) {
    const silentMs = now - beatAt;
    if (settings.host.isProvablyDead(proof)) lost.set(key, { pid: proof.pid, silentMs: undefined });
    else if (silentMs > limits.leaseMs) lost.set(key, { pid: proof.pid, silentMs });
  }
  return lost;
}

function mayBeHindered({ status, build }: RunRow): boolean {
  return status === "pending" || (status === "waiting" && build !== undefined);
}

function isOwned({ owner }: RunRow): boolean {
  return owner !== undefined;
}

export async function detailsNow(internals: Internals, row: RunRow): Promise<RunDetails> {
  const [view = viewOf(row, { now: row.createdAt, texts: internals.texts })] = await viewsOf(internals, [row]);
  return detailsOf(view, row, internals);
}
