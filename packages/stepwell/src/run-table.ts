/** Lists of runs, as a table or as JSON. */
import { formatMs, isFinished, type RunList, type RunView } from "@stepwell/core";
import type { Output } from "./output.ts";
import { plainJson } from "./plain-json.ts";
import { shownWhy } from "./shown-why.ts";
import { endMark, signOf, toneOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
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
  const rows = list.items.map((run) => rowOf(run, output, now));
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  for (const line of table(rows, { columns, end, whole: [0, 1] })) result.line(line);
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
    { text: plainText(shownWhy(run)), tone: "idle" },
  ];
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
  output.progress.line([span(filtered ? "no run fits" : "no runs yet: stepwell run <file> starts one", "idle")]);
}

/** Said where a list goes on. */
export function sayMore(output: Output, shown: number): void {
  if (output.json || output.quiet) return;
  output.progress.line([span(`the newest ${shown}; --limit or a filter shows others`, "idle")]);
}
