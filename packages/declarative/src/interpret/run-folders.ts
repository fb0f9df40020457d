/** Folders on disk by the names of runs, jobs and legs: to be read, different where names are, and never `.` or `..`. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** In the folder of each run: says whose it is. */
export const runFile = "run.json";

/** Beyond this the name's digest alone tells two apart. */
const mostChars = 60;

export function folderName(name: string): string {
  return `${readable(name)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** For people: two names may become one. */
export function readable(name: string): string {
  return name.replaceAll(/[^\w=,-]+/g, "_").slice(0, mostChars) || "_";
}

/** Its file is written anew after so long: by that one sees that the folder is in use. */
const freshMs = 24 * 60 * 60 * 1_000;

/**
 * Before anything else is put into it: whatever is cut off after that is found by its run. For bodies.
 * @param now ms
 */
export function beginRunFolder(folder: string, run: string, now: number): void {
  const written = statSync(join(folder, runFile), { throwIfNoEntry: false })?.mtimeMs;
  if (written !== undefined && now - written < freshMs) return;
  mkdirSync(folder, { recursive: true });
  const half = join(folder, `${runFile}.part`);
  writeFileSync(half, JSON.stringify({ run }));
  renameSync(half, join(folder, runFile));
}
