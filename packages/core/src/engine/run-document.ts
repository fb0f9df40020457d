/**
 * A run as a document: what `export` gives and `import` takes. Plain JSON; values are texts as the store keeps them, so
 * encrypted ones stay encrypted.
 */
import { crc32 } from "node:zlib";
import type { Entry } from "../model/entry.ts";
import type { WholeRun } from "../store/port.ts";

export const runFormat = "stepwell-run";
/** Raised when a document means something that older code would misread. */
export const runFormatVersion = 1;

/** A run, to be kept elsewhere or imported into another store. Contains its seed and its values: as sensitive as these. */
export interface RunExport {
  readonly format: typeof runFormat;
  /** Of the format. */
  readonly version: number;
  /** Ms. */
  readonly exportedAt: number;
  readonly id: string;
  /** Oldest first; the last is the newest. */
  readonly generations: readonly GenerationExport[];
}

/** One generation of an exported run: the facts of its row, and what belongs to it. Times are ms; values encoded. */
export interface GenerationExport {
  readonly facts: Omit<WholeRun["facts"], "id">;
  readonly needs: WholeRun["needs"];
  readonly journal: readonly EntryExport[];
  readonly logs: WholeRun["logs"];
  readonly data: WholeRun["data"];
  readonly inbox: WholeRun["inbox"];
  readonly openings: WholeRun["openings"];
  /** CRC-32 of all of it; of the entries, of their checksums. */
  readonly checksum: number;
}

/** One entry of a journal. */
export interface EntryExport extends Entry {
  /** CRC-32 of the rest. */
  readonly checksum: number;
}

export function generationDocument({ facts: own, entries, ...rest }: WholeRun): GenerationExport {
  const { id, ...facts } = own;
  const parts = { facts, ...rest };
  const journal = entries.map((entry) => ({ ...entry, checksum: crc32(textOf(entry)) }));
  const all = { ...parts, journal: journal.map(({ checksum }) => checksum) };
  return { ...parts, journal, checksum: crc32(textOf(all)) };
}

/** Whatever the order of their names and whether they say `undefined` or nothing: the same text. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? inOrder(part) : part,
  );
}

function inOrder(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
