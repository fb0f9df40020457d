/** What `journal` prints: position, time, kind, operation, attempt, value. */
import type { JournalEntry } from "@stepwell/core";
import { readableName } from "@stepwell/core/text";
import type { CommandCall } from "./command-spec.ts";
import { entryJson } from "./follow/json-view.ts";
import { openToLook } from "./open-engine.ts";
import { plainJson } from "./plain-json.ts";
import { wholeNumberOf } from "./run-filter.ts";
import { findRun } from "./run-reference.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { type Line, span } from "./terminal/spans.ts";
import { type Cell, table } from "./terminal/table.ts";

const defaultLimit = "1000";
/** In a pipe, lines are not cut to a terminal; values of a megabyte are not for reading all the same. */
const longestValue = 2_000;

/** @returns the exit code */
export async function showJournal(call: CommandCall): Promise<number> {
  const { given, output, store } = call;
  const after = wholeNumberOf("--after", given.text("after") ?? "0", 0);
  const limit = wholeNumberOf("--limit", given.text("limit") ?? defaultLimit, 1);
  const engine = await openToLook(call);
  try {
    const { id } = await findRun(engine, given.args[0] ?? "", store);
    // One more than asked for tells whether there is more.
    const found = await engine.handle(id).journal({ after, limit: limit + 1 });
    const entries = found.slice(0, limit);
    const next = found.length > limit ? (entries.at(-1)?.seq ?? after) : undefined;
    const { result, progress } = output;
    if (output.json) {
      result.stream.write(`${JSON.stringify({ v: 1, items: entries.map(entryJson), next: next ?? null })}\n`);
      return 0;
    }
    const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
    const options = { columns, end: endMark(result.appearance), whole: [0] };
    for (const line of table(entries.map(rowOf), options)) result.line(line);
    if (entries.length === 0 && !output.quiet) progress.line([span("nothing is recorded yet", "idle")]);
    if (next !== undefined && !output.quiet) progress.line([span(`there is more: --after ${next}`, "idle")]);
    return 0;
  } finally {
    await engine.close();
  }
}

/** One entry as a line, for those who follow a replay. */
export function entryLine(entry: JournalEntry): Line {
  return rowOf(entry).flatMap(({ text, tone }) => (text === "" ? [] : [span(`${text}  `, tone ?? "plain")]));
}

function rowOf({ seq, at, kind, op, attempt, value }: JournalEntry): Cell[] {
  const text = value === undefined ? "" : (JSON.stringify(plainJson(value)) ?? "");
  const failed = kind === "attempt" || kind === "step-failed";
  return [
    { text: String(seq), tone: "idle" },
    { text: at.toISOString().slice(11), tone: "idle" },
    { text: kind, tone: failed ? "bad" : "plain" },
    { text: plainText(readableName(op)) },
    { text: attempt > 1 ? `attempt ${attempt}` : "", tone: "idle" },
    { text: plainText(text.slice(0, longestValue)), tone: "idle" },
  ];
}
