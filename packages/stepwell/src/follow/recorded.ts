/** How far the journal of a run goes. */
import type { RunHandle } from "@stepwell/core";

const pageEntries = 10_000;

/** Position of the last entry; 0 for none. */
export async function lastPosition(handle: RunHandle): Promise<number> {
  let position = 0;
  for (;;) {
    const page = await handle.journal({ after: position, limit: pageEntries });
    position = page.at(-1)?.seq ?? position;
    if (page.length < pageEntries) return position;
  }
}
