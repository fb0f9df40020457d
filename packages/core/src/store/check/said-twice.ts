/** Others may go on while a store is read: what is not so any more when one looks again was never wrong. */
import type { StoreFinding } from "./finding.ts";

/** @param look its sentences differ where something has moved in between */
export async function saidTwice(look: () => Promise<readonly StoreFinding[]>): Promise<StoreFinding[]> {
  const found = await look();
  if (found.length === 0) return [];
  const again = new Set((await look()).map(({ problem }) => problem));
  return found.filter(({ problem }) => again.has(problem));
}
