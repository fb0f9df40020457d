/** The parts of a tree that are written to the terminal as wholes: a row at the top with all that is below it. */
import type { RowState, RunTreeRow } from "@stepwell/core";

export interface Block {
  /** The same for the same place in the code. */
  readonly key: string;
  readonly rows: readonly RunTreeRow[];
  /** Nothing of it is under way. */
  readonly over: boolean;
  /** Differs when the block has something new to say. */
  readonly mark: string;
}

export function blocksOf(rows: readonly RunTreeRow[]): Block[] {
  const heads = rows.flatMap((row, at) => (row.depth === 0 ? [at] : []));
  return heads.map((from, at) => blockOf(rows.slice(from, heads[at + 1] ?? rows.length)));
}

/** States of rows that will change. */
const goesOn: ReadonlySet<RowState> = new Set(["pending", "waiting", "running", "retrying"]);

function blockOf(rows: readonly RunTreeRow[]): Block {
  const [head] = rows;
  const key = head === undefined ? "" : `${head.type === "why" ? "why" : "row"} ${placeOf(head.op)}`;
  const over = rows.every((row) => !goesOn.has(row.state)) && head?.type !== "why";
  const mark =
    head?.type === "group" ? `${head.done} ${head.failed}` : head?.type === "level" ? String(head.done) : "1";
  return { key, rows, over, mark };
}

/** A step that becomes a group keeps its place: `page#17` and `page` are one. */
function placeOf(op: string): string {
  return op.replace(/(?:#\d+)?(?:\[\d+\])?(?=\/|$)/g, "");
}

/** Levels that are done show one line; what failed or goes on below them stays. */
export function folded(rows: readonly RunTreeRow[]): RunTreeRow[] {
  const shown: RunTreeRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = row.type === "level" && row.state === "done" ? row.depth : Number.POSITIVE_INFINITY;
    shown.push(row);
  }
  return shown;
}

/** As many rows as fit: what has not begun goes first, then what executes, members, then what is done; failures and heads last. */
export function fitted(rows: readonly RunTreeRow[], most: number): { rows: readonly RunTreeRow[]; left: number } {
  let kept = rows;
  const drops: readonly ((row: RunTreeRow) => boolean)[] = [
    (row) => row.state === "pending",
    (row) => row.type === "executing",
    (row) => row.type === "member" && row.state !== "failed",
    (row) => row.type === "member",
    (row) => row.state === "kept",
    (row) => row.depth > 0 && row.state === "done",
    (row) => row.depth > 0,
    (row) => row.state === "done",
  ];
  for (const drop of drops) {
    for (let at = kept.length - 1; at >= 0 && kept.length > most; at--) {
      const row = kept[at];
      if (row !== undefined && drop(row)) kept = kept.toSpliced(at, 1);
    }
  }
  const over = kept.length - most;
  return over <= 0 ? { rows: kept, left: 0 } : { rows: kept.slice(over + 1), left: over + 1 };
}
