/** What a start can run into where runs share places. */
import type { CatalogueEntry } from "./entry.ts";

const list = (words: readonly string[]): string => (words.length === 0 ? "none" : words.join(", "));

export const sharingErrors = {
  "concurrency-conflict": {
    message: (f: { workflow: string; key: string; holder: string }) =>
      `workflow "${f.workflow}"${f.key === "" ? "" : `, key "${f.key}",`} is at its concurrency: run "${f.holder}" has the place`,
    hint: 'start it again when that run has ended, or choose onConflict: "queue", "skip" or "replace"',
  },
  "unknown-limit": {
    message: (f: { name: string; nearest: string; known: readonly string[] }) =>
      `there is no limit "${f.name}"${f.nearest === "" ? "" : `; did you mean "${f.nearest}"?`} (known: ${list(f.known)})`,
    hint: (f: { name: string }) =>
      `set it first: engine.limits.set("${f.name}", units), or stepwell limits set ${f.name} 3`,
  },
  "queue-resumed": {
    message: (f: { queue: string }) => `queue "${f.queue}" was resumed while it was being drained`,
    hint: "drain it again, or find out who resumed it",
  },
  "limit-too-small": {
    message: (f: { name: string; units: number; capacity: number }) =>
      `limit "${f.name}" has ${f.capacity} ${f.capacity === 1 ? "unit" : "units"}, ${f.units} are needed at a time`,
    hint: "raise the limit, or let the workflow need fewer units",
  },
} as const satisfies Record<string, CatalogueEntry>;
