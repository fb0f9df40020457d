/** The journal as people read it: decoded entries. */
import type { Entry, EntryKind } from "../model/entry.ts";
import type { JournalRange } from "./handle-options.ts";

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

type Decode = (text: string) => unknown;

export function readJournal(
  entries: readonly Entry[],
  { decode, values = true }: { readonly decode: Decode; readonly values?: JournalRange["values"] },
): JournalEntry[] {
  if (values === "when-read") return entries.map((entry) => readLater(entry, decode));
  return entries.map((entry) => ({
    seq: entry.seq,
    kind: entry.kind,
    op: entry.op,
    at: new Date(entry.at),
    attempt: entry.attempt,
    value: entry.value === undefined || !values ? undefined : decode(entry.value),
  }));
}

/** Its value is decoded when somebody asks for it, once: by name, or with all of its fields. */
function readLater({ seq, kind, op, at, attempt, value }: Entry, decode: Decode): JournalEntry {
  // Undefined once it is decoded.
  let text = value;
  let decoded: unknown;
  return {
    seq,
    kind,
    op,
    at: new Date(at),
    attempt,
    get value(): unknown {
      if (text !== undefined) decoded = decode(text);
      text = undefined;
      return decoded;
    },
  };
}
