/** What code records as it calls it (set, title, attributes, patched), and what others see of it. */
import type { AttributeValue } from "../model/attribute.ts";
import type { IssueKind } from "../model/entry.ts";
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
      return;
  }
}
