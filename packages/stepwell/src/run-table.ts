/** Lists of runs, as a table or as JSON. */
import { formatMs, isFinished, type RunList, type RunView } from "@stepwell/core";
import type { Output } from "./output.ts";
import { plainJson } from "./plain-json.ts";
import { shownWhy } from "./shown-why.ts";
import { fold } from "./terminal/fold.ts";
import { endMark, signOf, toneOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { cut, lineWidth, span } from "./terminal/spans.ts";
import { type Cell, table } from "./terminal/table.ts";

/** @param now ms */
export function printRuns(list: RunList, output: Output, now: number): void {
  const { result } = output;
  if (output.json) {
    const items = list.items.map((run) => plainJson(run));
    result.stream.write(`${JSON.stringify({ v: 1, items, next: list.next ?? null })}\n`);
    return;
  }
  const end = endMark(result.appearance);
  const rows = list.items.map((run) => [...rowOf(run, output, now), whyOf(run)]);
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const whole = [0, 1];
  const wide = table(rows, { columns: Number.POSITIVE_INFINITY, end, whole });
  if (wide.every((line) => lineWidth(line) <= columns)) {
    for (const line of wide) result.line(line);
    return;
  }
  // The reason is what people look for: where it does not fit beside its run, it stands below.
  const narrow = table(
    rows.map((row) => row.slice(0, -1)),
    { columns, end, whole },
  );
  for (const [at, line] of narrow.entries()) {
    result.line(line);
    const { text, tone } = rows[at]?.at(-1) ?? { text: "" };
    for (const piece of folded(text, Math.min(columns, result.columns()) - indent.length, end))
      result.line([span(indent), span(piece, tone)]);
  }
}

const indent = "    ";
/** Of a reason; `stepwell show` has the rest. */
const mostLines = 5;

function folded(text: string, columns: number, end: string): string[] {
  if (text === "") return [];
  const lines = fold(text, columns);
  if (lines.length <= mostLines) return lines;
  const rest = lines.slice(mostLines - 1).join(" ");
  return [...lines.slice(0, mostLines - 1), cut(rest, columns, end)];
}

function rowOf(run: RunView, { result }: Output, now: number): Cell[] {
  const sign = signOf(run.status, result.appearance);
  const state: Cell = { text: `${sign.text} ${run.status.replace("_", " ")}`, tone: toneOf(run.status) };
  const label = run.title === undefined ? run.workflow : `${run.workflow}: ${run.title}`;
  return [
    state,
    { text: plainText(run.id) },
    { text: plainText(label) },
    { text: tookOf(run, now), tone: "idle" },
    { text: `${formatMs(now - run.createdAt.getTime())} ago`, tone: "idle" },
  ];
}

function whyOf(run: RunView): Cell {
  return { text: plainText(shownWhy(run)), tone: "idle" };
}

/** Of work, from the first claim; blank before it. */
export function tookOf(run: RunView, now: number): string {
  if (run.startedAt === undefined) return "";
  const until = isFinished(run.status) ? run.endedAt?.getTime() : now;
  return until === undefined ? "" : formatMs(until - run.startedAt.getTime());
}

/** Said where a list is empty. */
export function sayNoRuns(output: Output, filtered: boolean): void {
  if (output.json || output.quiet) return;
  output.progress.sentence(filtered ? "no run fits" : "no runs yet: stepwell run <file> starts one", "idle");
}

/** Said where a list goes on. */
export function sayMore(output: Output, shown: number): void {
  if (output.json || output.quiet) return;
  output.progress.line([span(`the newest ${shown}; --limit or a filter shows others`, "idle")]);
}
