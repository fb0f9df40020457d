/** What code records as it calls it (set, title, attributes, patched), and what others see of it. */
import type { AttributeValue } from "../model/attribute.ts";
import type { Entry, IssueKind } from "../model/entry.ts";
import type { Issue } from "../operations/issue.ts";
import { Divergence } from "../replay/divergence.ts";
import type { RunWriteBuffer } from "./run-write.ts";

export interface Note {
  readonly kind: IssueKind;
  readonly id: string;
  /** Encoded, and the decoded copy of it. */
  readonly text: string;
  readonly value: unknown;
  /** For `set`: the key, and its value encoded, as it is read from outside. */
  readonly data: readonly [key: string, text: string] | undefined;
}

/** A note of what the code has just called. */
export function noteOf(
  { kind, id }: Issue,
  recorded: { readonly text: string; readonly value: unknown },
  encode: (value: unknown, where: string) => string,
): Note {
  const [key, item] = kind === "set" ? (recorded.value as [string, unknown]) : [undefined, undefined];
  const data = key === undefined ? undefined : ([key, encode(item, `data "${key}"`)] as const);
  return { kind, id, ...recorded, data };
}

/** The code calls the same, but about something else than what is recorded: it was changed. */
export function otherSubject(
  { kind, subject }: Issue,
  recorded: { readonly entry: Entry; readonly value: unknown; readonly line: string },
): Divergence | undefined {
  const { entry, value, line } = recorded;
  const found = subject?.of(value);
  if (subject === undefined || found === subject.wanted) return undefined;
  const asked = [{ id: `${kind}~${subject.wanted}`, line }];
  return new Divergence({ entry: { ...entry, op: `${kind}~${found}` }, asked, ended: false });
}

/** Puts what is readable from outside beside the entry. */
export function publishNote(note: Note, write: RunWriteBuffer): void {
  switch (note.kind) {
    case "set":
      if (note.data !== undefined) write.data.push(note.data);
      return;
    case "title":
      write.title = note.value as string;
      return;
    case "attributes":
      write.attributes = { ...write.attributes, ...(note.value as Record<string, AttributeValue>) };
      return;
    case "patched":
    case "ask":
    case "token":
    case "undo":
      return;
  }
}
