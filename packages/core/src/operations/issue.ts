/** What code records as it calls it. */
import type { IssueKind } from "../model/entry.ts";

/** Something that the code does at once. */
export interface Issue {
  readonly kind: IssueKind;
  readonly id: string;
  readonly value: (replaying: boolean) => unknown;
  /** What it is about, where its id does not say so: code that has changed may be about something else. */
  readonly subject?: { readonly wanted: string; of(recorded: unknown): string };
}
