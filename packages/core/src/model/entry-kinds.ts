/** Every kind of entry, for what checks them at run time; the compiler sees to it that none is missing. */
import type { EntryKind } from "./entry.ts";

const known: Readonly<Record<EntryKind, true>> = {
  step: true,
  "step-data": true,
  "step-failed": true,
  held: true,
  attempt: true,
  "step-started": true,
  timer: true,
  "child-started": true,
  started: true,
  cached: true,
  "not-cached": true,
  sent: true,
  signal: true,
  answer: true,
  callback: true,
  retried: true,
  given: true,
  child: true,
  refused: true,
  set: true,
  attributes: true,
  title: true,
  patched: true,
  ask: true,
  token: true,
  undo: true,
  cancel: true,
  timeout: true,
  kept: true,
  retry: true,
  forked: true,
  unpinned: true,
};

export const entryKinds = Object.keys(known) as readonly EntryKind[];
