/** Where texts stand that users have put in, and what they are. */
import type { TextKind } from "../port.ts";

export type Row = number | string;

export interface Part {
  readonly table: string;
  /** What the rows are in order of, by an index; and what is before all of them. */
  readonly order: string;
  readonly first: Row;
  /** Which rows; of a run, or else of the namespace. */
  readonly of: string;
  readonly columns: Readonly<Record<string, TextKind>>;
  /** Those that blobs.ts writes: with a checksum, or as a name. */
  readonly kept?: readonly string[];
}

/** Whose rows belong to runs. Journals and documents have checksums, and are written by those who make these. */
export const partsOfRun: readonly Part[] = [
  {
    table: "runs",
    order: "1",
    first: 0,
    of: "key = ?",
    columns: { input: "value", output: "value", error: "value", why: "sentence", cancel_reason: "text" },
    kept: ["input", "output", "error"],
  },
  { table: "run_inputs", order: "1", first: 0, of: "run = ?", columns: { value: "value" }, kept: ["value"] },
  {
    table: "run_data",
    order: "key",
    first: "",
    of: "run = ?",
    columns: { value: "value", inherited: "value" },
    kept: ["value", "inherited"],
  },
  {
    table: "inbox",
    order: "position",
    first: 0,
    of: "run = ? AND taken = 0 AND name NOT LIKE 'child~%'",
    columns: { payload: "value" },
    kept: ["payload"],
  },
  {
    table: "inbox",
    order: "position",
    first: 0,
    of: "run = ? AND taken = 0 AND name LIKE 'child~%'",
    columns: { payload: "end" },
    kept: ["payload"],
  },
  { table: "asks", order: "op", first: "", of: "run = ?", columns: { shown: "value", problem: "value" } },
  { table: "activity", order: "op", first: "", of: "run = ?", columns: { heartbeat: "value" } },
  { table: "logs", order: "position", first: 0, of: "run = ?", columns: { text: "text" } },
];
export const cachePart: Part = {
  table: "step_cache",
  order: "rowid",
  first: 0,
  of: "namespace = ?",
  columns: { value: "value" },
};
