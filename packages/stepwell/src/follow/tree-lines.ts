/** Rows of a run's tree as lines: glyph, name, what is to say, and on the right how long it took. */
import { formatMs, formatNumber, type LegCounts, type RunTreeRow } from "@stepwell/core";
import type { Appearance } from "../terminal/appearance.ts";
import { endMark, retryMark, signOf } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import { cut, cutLine, type Line, lineWidth, pad, type Span, span, widthOf } from "../terminal/spans.ts";

export interface TreeLinesOptions {
  readonly appearance: Appearance;
  /** Columns that a line may take. */
  readonly columns: number;
  /** Ms. */
  readonly now: number;
  /**
   * "took": how long it was under way, for whoever was there. "offset": when it ended, counted from the run's start,
   * for whoever was not: the journal holds no starts.
   */
  readonly times: { readonly show: "took" } | { readonly show: "offset"; readonly startedAt: number };
}

/** Times stand no further right than this, however wide the terminal. */
const timesColumn = 80;
const labelShare = 0.4;
const labelMost = 32;

export function treeLines(rows: readonly RunTreeRow[], options: TreeLinesOptions): Line[] {
  const widths = labelWidths(rows, options);
  return rows.map((row) => rowLine(row, row.type === "member" ? 0 : (widths.get(row.depth) ?? 0), options));
}

/** Names of one depth stand above each other, so that what follows them does too. */
function labelWidths(rows: readonly RunTreeRow[], { columns }: TreeLinesOptions): ReadonlyMap<number, number> {
  const most = Math.min(labelMost, Math.floor(columns * labelShare));
  const widths = new Map<number, number>();
  for (const row of rows) {
    if (row.type === "why" || row.type === "executing" || row.type === "member") continue;
    widths.set(row.depth, Math.min(most, Math.max(widths.get(row.depth) ?? 0, widthOf(row.label))));
  }
  return widths;
}

function rowLine(row: RunTreeRow, labelWidth: number, options: TreeLinesOptions): Line {
  const { appearance, columns } = options;
  const end = endMark(appearance);
  const indent = "  ".repeat(columns < 60 ? row.depth + 1 : row.depth * 2 + 1);
  const left: Span[] = [span(indent), signOf(row.state, appearance), span(" ")];
  const label = plainText(row.label);
  const details = detailsOf(row, appearance);
  const shown = labelWidth === 0 || details.length === 0 ? label : pad(cut(label, labelWidth, end), labelWidth);
  if (row.type !== "executing" && row.type !== "why") left.push(span(shown, "plain"), span("  "));
  const time = timeOf(row, options);
  const right = Math.min(columns, timesColumn);
  const room = time === "" ? columns : right - widthOf(time) - 2;
  const line = cutLine([...left, ...details], room, end);
  if (time === "") return line;
  return [...line, span(" ".repeat(Math.max(2, right - lineWidth(line) - widthOf(time)))), span(time, "idle")];
}

function detailsOf(row: RunTreeRow, appearance: Appearance): Span[] {
  switch (row.type) {
    case "step": {
      if (row.why !== "") return [span(plainText(row.why))];
      if (row.progress !== undefined) return [span(progressText(row.progress))];
      return row.summary === "" ? [] : [span(plainText(row.summary))];
    }
    case "group": {
      const parts = [
        row.percent === undefined
          ? ""
          : `${formatNumber(row.done + row.failed)}/${formatNumber(row.total ?? 0)}  ${row.percent}%`,
        row.percent === undefined ? `${formatNumber(row.done)} done` : "",
        row.failed === 0 ? "" : `${formatNumber(row.failed)} failed`,
        row.retried === 0 ? "" : `${retryMark(appearance)}${formatNumber(row.retried)} retried`,
      ];
      return [span(parts.filter((part) => part !== "").join("  "))];
    }
    case "level":
      return [span(row.legs === undefined ? amountText(row) : legsText(row.legs))];
    case "member":
    case "why":
      return [span(plainText(row.why))];
    case "executing":
      return [span(plainText(row.labels.join(", ")) + (row.more > 0 ? `, ${formatNumber(row.more)} more` : ""))];
  }
}

function amountText({ done, known }: { readonly done: number; readonly known: number }): string {
  return done === known ? `${formatNumber(done)} done` : `${formatNumber(done)} of ${formatNumber(known)} done`;
}

function legsText({ done, failed, kept, total }: LegCounts): string {
  const parts = [
    `${formatNumber(done)}/${formatNumber(total)} ${total === 1 ? "leg" : "legs"}`,
    failed === 0 ? "" : `${formatNumber(failed)} failed`,
    kept === 0 ? "" : kept === total ? "kept" : `${formatNumber(kept)} kept`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** `40/200  20%`, or `40` where the whole is not known. */
export function progressText({ done, total }: { readonly done: number; readonly total: number | undefined }): string {
  if (total === undefined || total <= 0) return formatNumber(done);
  return `${formatNumber(done)}/${formatNumber(total)}  ${Math.floor((done / total) * 100)}%`;
}

/** What became of the members of a group, in words alone. */
export function groupFacts({ done, failed, retried }: Extract<RunTreeRow, { type: "group" }>): string {
  const facts = [`${done} done`, failed > 0 ? `${failed} failed` : "", retried > 0 ? `${retried} retried` : ""];
  return facts.filter((fact) => fact !== "").join(", ");
}

function timeOf(row: RunTreeRow, { now, times }: TreeLinesOptions): string {
  if (row.type !== "step" && row.type !== "group" && row.type !== "level") return "";
  const start = row.startedAt ?? row.sinceAt;
  if (row.endedAt === undefined) {
    const begun = row.state === "running" || row.state === "retrying" ? row.startedAt : undefined;
    // Whole seconds: a figure that changes ten times a second asks for attention it does not deserve.
    return begun === undefined || now - begun < 1_000 ? "" : wholeSeconds(now - begun);
  }
  if (times.show === "offset") return `+${formatMs(Math.max(0, row.endedAt - times.startedAt))}`;
  return start === undefined ? "" : formatMs(row.endedAt - start);
}

export function wholeSeconds(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1_000)}s` : formatMs(ms);
}
