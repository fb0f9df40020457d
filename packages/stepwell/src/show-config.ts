/** What `config` does. */
import { type NamedKind, originText } from "@stepwell/declarative/config";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { table } from "./terminal/table.ts";

interface Shown {
  readonly key: string;
  readonly value: string;
  readonly from: string;
  readonly over: readonly string[];
  readonly doc: string;
}

/** @returns the exit code */
export async function showConfig({ settings, environment, output }: CommandCall): Promise<number> {
  const { result, progress, json, quiet } = output;
  const items: Shown[] = [...settings.shown(), ...named("vars"), ...named("secrets")];
  const strays = await environment.settings.strays();
  if (json) {
    const warnings = strays.map(({ message, hint }) => ({ message, hint }));
    result.stream.write(`${JSON.stringify({ v: 1, items, warnings, next: null })}\n`);
    return exitCodes.completed;
  }
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const rows = items.map(({ key, value, from, over }) => [
    { text: plainText(key) },
    { text: plainText(value === "" ? "-" : value), tone: value === "" ? "idle" : "strong" } as const,
    { text: plainText(over.length === 0 ? from : `${from} (over ${over.join(", ")})`), tone: "idle" } as const,
  ]);
  for (const line of table(rows, { columns, end: endMark(result.appearance), whole: [0] })) result.line(line);
  if (!quiet)
    for (const { message, hint = "" } of strays) progress.line([span(plainText(`${message}; ${hint}`), "attention")]);
  return exitCodes.completed;

  function named(kind: NamedKind): Shown[] {
    return [...settings.named(kind)].map(([name, { value, origin }]) => {
      const shown = kind === "secrets" ? "***" : typeof value === "string" ? value : JSON.stringify(value);
      return { key: `${kind}.${name}`, value: shown, from: originText(origin), over: [], doc: "" };
    });
  }
}
