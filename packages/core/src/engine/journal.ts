/** The journal as people read it: decoded entries. */
import type { Entry, EntryKind } from "../model/entry.ts";

/** One recorded entry: what happened, to which operation, when, and with what value. */
export interface JournalEntry {
  readonly seq: number;
  readonly kind: EntryKind;
  /** Operation key: `scope/name#n`; steps stand as they are, others as `kind~key`; "" for requests from outside. */
  readonly op: string;
  readonly at: Date;
  /** From 1; 0 where there are no attempts. */
  readonly attempt: number;
  readonly value: unknown;
}

export function readJournal(entries: readonly Entry[], decode: (text: string) => unknown): JournalEntry[] {
  return entries.map((entry) => ({
    seq: entry.seq,
    kind: entry.kind,
    op: entry.op,
    at: new Date(entry.at),
    attempt: entry.attempt,
    value: entry.value === undefined ? undefined : decode(entry.value),
  }));
}
