/** Rows in columns, cut to a width: what does not fit is taken from the widest columns. */
import { cut, type Line, pad, type Span, span, type Tone, widthOf } from "./spans.ts";

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface TableOptions {
  readonly columns: number;
  readonly end: string;
  /** Columns that are never cut: ids that people copy. */
  readonly whole: readonly number[];
}

const gap = 2;
const leastColumns = 4;

export function table(rows: readonly (readonly Cell[])[], options: TableOptions): Line[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(0, ...rows.map((row) => widthOf(row[at]?.text ?? ""))),
  );
  shrink(widths, options);
  return rows.map((row) => rowLine(row, widths, options.end));
}

function rowLine(row: readonly Cell[], widths: readonly number[], end: string): Line {
  const shown: Span[] = [];
  for (const [at, { text, tone = "plain" }] of row.entries()) {
    const width = widths[at] ?? 0;
    if (width === 0) continue;
    shown.push(span(pad(cut(text, width, end), width), tone), span(" ".repeat(gap)));
  }
  // Blanks at the end would be cut, and a mark say that something was there.
  while (shown.at(-1)?.text.trim() === "") shown.pop();
  const last = shown.pop();
  return last === undefined ? [] : [...shown, { ...last, text: last.text.trimEnd() }];
}

/** Takes from the widest column again and again, then leaves out whole ones from the right. */
function shrink(widths: number[], { columns, whole }: TableOptions): void {
  for (;;) {
    const shown = widths.filter((width) => width > 0);
    const over = shown.reduce((sum, width) => sum + width + gap, -gap) - columns;
    if (over <= 0) return;
    const open = [...widths.keys()].filter((at) => !whole.includes(at) && (widths[at] ?? 0) > 0);
    const widest = open.reduce((best, at) => ((widths[at] ?? 0) > (widths[best] ?? 0) ? at : best), open[0] ?? -1);
    const width = widths[widest];
    if (width === undefined) return;
    if (width > leastColumns) widths[widest] = Math.max(leastColumns, width - over);
    else widths[open.at(-1) ?? widest] = 0;
  }
}
