/** Finds a run as it should be now: one that had to begin by a time that has passed is over, also if nobody was there. */
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";

export async function findInTime(
  internals: Pick<Internals, "store" | "settings" | "worker">,
  id: string,
): Promise<RunRow | undefined> {
  const { store, settings } = internals;
  const row = await store.find(id);
  if (row?.status !== "pending" || row.expiresAt === undefined || row.expiresAt > settings.host.now()) return row;
  await endOverdue(internals);
  return await store.find(id);
}

/** Ends all that had to begin by a time that has passed. */
export async function endOverdue({
  store,
  settings,
  worker,
}: Pick<Internals, "store" | "settings" | "worker">): Promise<void> {
  // Who waits for one of them may be executed here, and its worker does not hear of what its own process writes.
  if ((await store.expire(settings.host.now())) > 0) await worker.lookAround();
}

/** A run that does not begin in time ends by itself, and nobody may be there to say so: then it is to be found again. */
export function expiresInMs(row: RunRow, now: number): number {
  const waits = row.status === "pending" && row.expiresAt !== undefined;
  return waits ? Math.max(0, (row.expiresAt ?? now) - now) : Infinity;
}
