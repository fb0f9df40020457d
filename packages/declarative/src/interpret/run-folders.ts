/** Folders on disk by the names of runs, jobs and legs: to be read, different where names are, and never `.` or `..`. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "@stepwell/core";

/** In the folder of each run: says whose it is. */
export const runFile = "run.json";

/** Beyond this the name's digest alone tells two apart. */
const mostChars = 60;

export function folderName(name: string): string {
  return `${readable(name)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** Whether a folder was named so, by whatever run. */
export function isFolderName(name: string): boolean {
  return /^[\w=,-]+-[\da-f]{8}$/.test(name);
}

/** For people: two names may become one. */
export function readable(name: string): string {
  return name.replaceAll(/[^\w=,-]+/g, "_").slice(0, mostChars) || "_";
}

/** Its file is written anew after so long: by that one sees that the folder is in use. */
export const freshMs = 24 * 60 * 60 * 1_000;

/**
 * Before anything else is put into it: whatever is cut off after that is found by its run. For bodies. A worker that
 * has lost the run to another may do the same at once.
 */
export function beginRunFolder(folder: string, run: string, host: Pick<Host, "now" | "randomBytes">): void {
  const written = statSync(join(folder, runFile), { throwIfNoEntry: false })?.mtimeMs;
  if (written !== undefined && host.now() - written < freshMs) return;
  mkdirSync(folder, { recursive: true });
  const half = join(folder, `${runFile}.${Buffer.from(host.randomBytes(6)).toString("hex")}.part`);
  writeFileSync(half, JSON.stringify({ run }));
  renameSync(half, join(folder, runFile));
}

/** What beginRunFolder puts into it. */
export function isBeginning(name: string): boolean {
  return name === runFile || (name.startsWith(runFile) && name.endsWith(".part"));
}

/** Removes it, once only what beginRunFolder makes is in it, whole or cut off; what cannot be removed stays. */
export async function endRunFolder(folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter(isBeginning)) await rm(join(folder, file), { force: true }).catch(() => {});
  await rmdir(folder).catch(() => {});
}
