/** Finds a run as it should be now: one that had to begin by a time that has passed is over, also if nobody was there. */
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";

export async function findInTime(
  { store, settings }: Pick<Internals, "store" | "settings">,
  id: string,
): Promise<RunRow | undefined> {
  const row = await store.find(id);
  const now = settings.host.now();
  if (row?.status !== "pending" || row.expiresAt === undefined || row.expiresAt > now) return row;
  await store.expire(now);
  return await store.find(id);
}
