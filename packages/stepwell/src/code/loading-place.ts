/** Where in the user's files loading failed, and what Node has to say, in one line. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "@stepwell/core";
import { firstOwnFrame } from "../source-place.ts";

export interface LoadingTrouble {
  /** Absolute path; the file that was asked for when no other is known. */
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly problem: string;
}

export function loadingTrouble(error: unknown, file: string): LoadingTrouble {
  const problem = messageOf(error).replace(/ imported from .*$/, "");
  const found = fromHead(error) ?? fromImporter(error) ?? fromFrame(error) ?? fromCheck(error, file);
  return { file, line: undefined, column: undefined, ...found, problem };
}

interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** A syntax error begins with its file and line, the line itself, and a mark below it. */
function fromHead(error: unknown): Position | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const head = /^(file:\/\/\S+|\/\S+|[A-Za-z]:[\\/]\S+):(\d+)\n+[^\n]*\n( *)\^/.exec(stack);
  if (head === null) return undefined;
  const [, path = "", line, before = ""] = head;
  return { file: pathOf(path), line: Number(line), column: before.length + 1 };
}

/** A file or package that is not there: the line of the importing file that names it. */
function fromImporter(error: unknown): Position | undefined {
  const named = /Cannot find (?:module|package) '([^']+)' imported from (.+)$/.exec(messageOf(error));
  if (named === null) return undefined;
  const [, missing = "", importer = ""] = named;
  const file = pathOf(importer);
  const lines = read(file)?.split("\n") ?? [];
  const wanted = basename(missing);
  const line = lines.findIndex((text) => text.includes(wanted) && /\bfrom\b|\bimport\b|\brequire\b/.test(text));
  return line < 0 ? undefined : { file, line: line + 1, column: (lines[line]?.indexOf(wanted) ?? 0) + 1 };
}

function fromFrame(error: unknown): Position | undefined {
  const frame = firstOwnFrame(error);
  return frame === undefined ? undefined : { file: frame.file, line: frame.line, column: frame.column };
}

/** For plain JavaScript the engine keeps the place of a syntax error to itself; a node that only checks prints it. */
function fromCheck(error: unknown, file: string): Position | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8" });
  const head = /:(\d+)\n[^\n]*\n( *)\^/.exec(stderr);
  return head === null ? undefined : { file, line: Number(head[1]), column: (head[2]?.length ?? 0) + 1 };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function pathOf(text: string): string {
  return text.startsWith("file:") ? fileURLToPath(text) : text;
}
