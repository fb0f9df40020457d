/** Where in the user's code an error came from, and the line that stands there. */
import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

export interface SourcePlace {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  /** From 1; undefined when not known. */
  readonly column: number | undefined;
  /** Name of the function; "" at the top of a module. */
  readonly name: string;
}

const frame = /^\s*at (?:async )?(?:(.+?) \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).+?):(\d+):(\d+)\)?$/;
const ownFolders = [import.meta.url, import.meta.resolve("@stepwell/core")].map((url) => dirname(fileURLToPath(url)));

/** The first frame in code of the user's: neither Node's, nor a package's, nor ours. */
export function firstOwnFrame(error: unknown): SourcePlace | undefined {
  const stack = error instanceof Error ? error.stack : undefined;
  for (const text of stack?.split("\n") ?? []) {
    const [, name = "", file = "", line, column] = frame.exec(text) ?? [];
    if (file === "") continue;
    const path = file.startsWith("file:") ? fileURLToPath(file) : file;
    if (isOthers(path)) continue;
    return { file: path, line: Number(line), column: Number(column), name: name.replace(/^(?:Object|Module)\./, "") };
  }
  return undefined;
}

function isOthers(path: string): boolean {
  if (/[\\/]node_modules[\\/]/.test(path)) return true;
  return ownFolders.some((folder) => path.startsWith(folder)) && !/\.test\.[jt]s$/.test(path);
}

/** The text of a line; undefined when the file cannot be read or has no such line. */
export function lineOf(place: SourcePlace): string | undefined {
  try {
    return readFileSync(place.file, "utf8").split(/\r?\n/)[place.line - 1];
  } catch {
    return undefined;
  }
}

/** Relative to the working folder where that is shorter to read. */
export function shownPath(file: string, folder: string): string {
  const short = relative(folder, file);
  return short === "" || short.startsWith("..") ? file : short;
}
