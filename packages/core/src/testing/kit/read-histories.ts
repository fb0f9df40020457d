/** Saved histories, wherever they are: folders, files, or parsed already. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunExport } from "../../engine/run-document.ts";
import { failure } from "../../model/errors.ts";

/** What `stepwell export` and `engine.export` give: parsed, or the path of a file or of a folder with such files. */
export type HistorySource = string | URL | RunExport;

export interface SavedHistory {
  /** For messages: the file with its line, or the place in the list. */
  readonly from: string;
  readonly document: RunExport;
}

/** @throws invalid-option naming the file */
export async function readHistories(sources: readonly HistorySource[]): Promise<SavedHistory[]> {
  const found: SavedHistory[] = [];
  for (const [index, source] of sources.entries()) {
    if (typeof source === "string" || source instanceof URL) found.push(...(await readPath(pathOf(source))));
    else found.push({ from: `history ${index + 1}`, document: source });
  }
  return found;
}

function pathOf(source: string | URL): string {
  return typeof source === "string" ? source : fileURLToPath(source);
}

async function readPath(path: string): Promise<SavedHistory[]> {
  try {
    if (!(await stat(path)).isDirectory()) return readText(path, await readFile(path, "utf8"));
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => /\.jsonl?$/.test(name)).sort();
    const read = files.map(async (name) => readText(join(path, name), await readFile(join(path, name), "utf8")));
    return (await Promise.all(read)).flat();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw refused(path, "cannot be read", error);
  }
}

/** One document, or one on each line: what comes of exporting several to one file. */
function readText(path: string, text: string): SavedHistory[] {
  try {
    return [{ from: path, document: JSON.parse(text) as RunExport }];
  } catch {
    const lines = text.split("\n").map((line, index) => ({ line, from: `${path}:${index + 1}` }));
    return lines
      .filter(({ line }) => line.trim() !== "")
      .map(({ line, from }) => ({ from, document: parse(line, from) }));
  }
}

function parse(line: string, from: string): RunExport {
  try {
    return JSON.parse(line) as RunExport;
  } catch (error) {
    throw refused(from, "holds no JSON", error);
  }
}

function refused(path: string, problem: string, cause: unknown): Error {
  return failure(
    "invalid-option",
    { where: "replayTest", option: "histories", problem: `names ${path}, which ${problem}` },
    cause,
  );
}
