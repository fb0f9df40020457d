/** Entries and rows for the tests of a run's tree. */
import { partKey, partsKey } from "./run-parts.ts";
import { RunTree } from "./run-tree.ts";
import type { RunTreeRow, TreeActivity, TreeEntry, TreeFacts } from "./run-tree-row.ts";

export const start = 1_000_000;
export const running: TreeFacts = { now: start + 60_000, status: "running", why: "" };

export type Given = readonly [kind: string, op: string, value?: unknown, attempt?: number];

/** What a run says of its parts, and of one of them. */
export const parts = (...list: readonly object[]): Given => ["set", "set~set", [partsKey, list]];
export const news = (said: object): Given => ["set", "set~set", [partKey, said]];

/** Adds entries 100 ms apart. */
export function treeOf(...entries: readonly Given[]): RunTree {
  const tree = new RunTree(start);
  for (const [index, entry] of entries.entries()) tree.add(entryOf(index + 1, entry), { live: true });
  return tree;
}

export function entryOf(
  seq: number,
  [kind, op, value, attempt = 1]: readonly [string, string, unknown?, number?],
): TreeEntry {
  return { seq, kind, op, at: new Date(start + seq * 100), attempt, value };
}

export function executing(op: string, parts: Partial<TreeActivity> = {}): TreeActivity {
  return { op, attempt: 1, startedAt: start, ...parts };
}

/** Depth, state and label of each row, and what is counted. */
export function outline(rows: readonly RunTreeRow[]): string[] {
  return rows.map((row) => {
    const counts = row.type === "group" ? ` ${row.done} done ${row.failed} failed ${row.retried} retried` : "";
    const level = row.type === "level" ? ` ${row.done}/${row.known}` : "";
    const why = "why" in row && row.why !== "" ? `: ${row.why}` : "";
    const labels = row.type === "executing" ? `${row.labels.join(", ")} +${row.more}` : row.label;
    return `${"  ".repeat(row.depth)}${row.state} ${labels}${counts}${level}${why}`;
  });
}

/** The same, with what is said of legs, and summaries. */
export function shown(rows: readonly RunTreeRow[]): string[] {
  return outline(rows).map((line, at) => {
    const row = rows[at];
    const legs = row?.type === "level" && row.legs !== undefined ? ` ${JSON.stringify(Object.values(row.legs))}` : "";
    return row?.type === "step" && row.summary !== "" ? `${line} (${row.summary})` : line + legs;
  });
}
