/** What the journal of a run holds, however long it is. */
import type { JournalEntry, RunHandle } from "@stepwell/core";

const pageEntries = 10_000;

/** Position of the last entry; 0 for none. */
export async function lastPosition(handle: RunHandle): Promise<number> {
  let position = 0;
  for await (const { seq } of entriesOf(handle)) position = seq;
  return position;
}

/** All entries, without their values. */
export async function* entriesOf(handle: RunHandle): AsyncGenerator<JournalEntry> {
  for (let after = 0; ; ) {
    const page = await handle.journal({ after, limit: pageEntries, values: false });
    yield* page;
    if (page.length < pageEntries) return;
    after = page.at(-1)?.seq ?? after;
  }
}
