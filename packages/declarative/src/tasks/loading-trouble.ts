/** Where a module could not be loaded, from what Node prints when it ends for that. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

export interface LoadingTrouble {
  readonly file: string;
  readonly line: number | undefined;
  readonly problem: string;
}

/** @param file that was loaded: the trouble may be in one that it imports */
export function loadingTrouble(printed: string, file: string): LoadingTrouble {
  const lines = printed.split("\n");
  const place = lines.map(headPlace).find((one) => one !== undefined);
  const said =
    lines.find((line) => /^(?:Uncaught )?[\w.]*(?:Error|Exception)\b.*:/.test(line)) ??
    lines.find((line) => line.trim() !== "") ??
    "";
  const problem = said.replace(/ imported from .*$/, "").replace(/^Error \[\w+\]: /, "");
  return { file, line: undefined, ...(importer(said) ?? place ?? framePlace(lines)), problem };
}

/** `file:///x/y.ts:3` on a line of its own: what Node puts before the line that it does not like. */
function headPlace(line: string): Pick<LoadingTrouble, "file" | "line"> | undefined {
  const [, path, number] = /^(file:\/\/\S+|\/\S+|[A-Za-z]:\\\S+):(\d+)$/.exec(line.trim()) ?? [];
  return path === undefined ? undefined : { file: pathOf(path), line: Number(number) };
}

/** A module that is not there: the line of the file that asks for it. */
function importer(said: string): Pick<LoadingTrouble, "file" | "line"> | undefined {
  const [, missing = "", from] = /Cannot find (?:module|package) '([^']+)' imported from (\S+)/.exec(said) ?? [];
  if (from === undefined) return undefined;
  const file = pathOf(from);
  const at = textOf(file)
    .split("\n")
    .findIndex((line) => line.includes(basename(missing)) && /\b(?:from|import|require)\b/.test(line));
  return { file, line: at === -1 ? undefined : at + 1 };
}

function framePlace(lines: readonly string[]): Pick<LoadingTrouble, "file" | "line"> | undefined {
  for (const line of lines) {
    const [, path, number] = /^\s+at .*?(file:\/\/[^\s()]+?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (path !== undefined && !path.includes("/node_modules/")) return { file: pathOf(path), line: Number(number) };
  }
  return undefined;
}

function pathOf(text: string): string {
  return text.startsWith("file:") ? fileURLToPath(text) : text;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
