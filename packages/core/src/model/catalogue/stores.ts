/** Trouble with the store, and our own mistakes. */
import type { CatalogueEntry } from "./entry.ts";

export const storesErrors = {
  "worker-fenced": {
    message: (f: { worker: number }) => `worker ${f.worker} was declared dead; nothing more of it is written`,
    hint: "it registers anew by itself; a worker that is often fenced is starved of CPU or suspended",
  },
  "old-node": {
    message: (f: { needed: string; found: string; path: string }) =>
      `@stepwell/core needs Node ${f.needed}; this is ${f.found} (${f.path})`,
    hint: "install a newer Node, or put one that is there first in the PATH of what starts the program",
  },
  "engine-closed": {
    message: (f: { operation: string }) => `the engine is closed: ${f.operation} is not possible any more`,
    hint: "call close() last, or open another engine",
  },
  "store-unreadable": {
    message: (f: { path: string; problem: string }) => `${f.path} cannot be used as a store: ${f.problem}`,
    hint: "give the path of a database that this version of Stepwell wrote, or of a file that does not exist yet in a folder that does",
  },
  "store-damaged": {
    message: (f: { path: string; problem: string }) => `${f.path} is damaged: ${f.problem}`,
    hint: "it was not changed; restore a backup, or copy it and try `sqlite3 FILE .recover` on the copy",
  },
  "store-read-only": {
    message: (f: { path: string }) => `${f.path} cannot be written`,
    hint: "check the permissions of the file and of its folder (SQLite also writes -wal and -shm beside it)",
  },
  "store-too-new": {
    message: (f: { path: string; found: number; known: number }) =>
      `${f.path} was written by a newer Stepwell (schema ${f.found}, this one knows ${f.known})`,
    hint: "use that version or a newer one",
  },
  "store-full": {
    message: (f: { path: string }) =>
      `the disk of ${f.path} is full: nothing is lost, writing goes on when there is room`,
    hint: "free some space",
  },
  "store-failed": {
    /** `refused`: for what was to be written; the same will be refused again. Else for the store's own trouble. */
    message: (f: { operation: string; problem: string; refused?: true }) =>
      `the store failed at ${f.operation}: ${f.problem}`,
    hint: "see the cause",
  },
  "outcome-unknown": {
    message: (f: { operation: string }) => `whether ${f.operation} landed is not known yet`,
    hint: "the worker asks the store before it goes on; if this stays, the store cannot be reached",
  },
  "broken-invariant": {
    message: (f: { what: string }) => `Stepwell's own mistake: ${f.what}`,
    hint: "please report it with the run's journal; the run was stopped before anything wrong was recorded",
  },
} as const satisfies Record<string, CatalogueEntry>;
