/** What runs leave on disk beside the store: a folder for each, in which a file says whose it is. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isFailure, type RunState, type Stepwell } from "@stepwell/core";
import { endRunFolder, freshMs, isBeginning, isFolderName, runFile } from "./run-folders.ts";

/** Retention keeps no run that nobody has touched for so long: what another store knew is gone there, too. */
const forgottenMs = 91 * 24 * 60 * 60 * 1_000;

/** The folder of one run. */
export interface RunFolder {
  /** "" where its file does not say: whoever began it was cut off before. */
  readonly run: string;
  readonly folder: string;
  /** Undefined: this store knows no such run. */
  readonly status: RunState | undefined;
}

/** The folders of runs in one folder of workspaces or artifacts, with what has become of their runs. */
export async function runFolders(engine: Pick<Stepwell, "handle">, root: string): Promise<RunFolder[]> {
  const found: RunFolder[] = [];
  for (const name of listed(root)) {
    const folder = join(root, name);
    const run = runOf(folder);
    if (run !== undefined) found.push({ run, folder, status: await statusOf(engine, run) });
    else if (isFolderName(name)) found.push({ run: "", folder, status: undefined });
  }
  return found;
}

/**
 * Removes those that no run can need any more: it was there before and has been removed, or nobody has touched the
 * folder for longer than runs are kept. Of runs that have completed, where `ended` says so.
 * @returns how many
 */
export async function removeRunFolders(
  engine: Pick<Stepwell, "handle">,
  before: readonly RunFolder[],
  { now, ended }: { readonly now: number; readonly ended: boolean },
): Promise<number> {
  let removed = 0;
  for (const { run, folder, status: was } of before) {
    if (run === "") {
      if (await removedNameless(folder, now)) removed++;
      continue;
    }
    const status = await statusOf(engine, run);
    const isGone = status === undefined && (was !== undefined || now - touchedAt(folder) > forgottenMs);
    if (!isGone && !(ended && status === "completed")) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/** Nothing is put into a folder before it says whose it is: an old one that does not was only begun. */
async function removedNameless(folder: string, now: number): Promise<boolean> {
  const files = listed(folder);
  const since = Math.max(...[folder, ...files.map((name) => join(folder, name))].map(changedAt));
  if (now - since > forgottenMs) await rm(folder, { recursive: true, force: true });
  else if (now - since > freshMs && files.every(isBeginning)) await endRunFolder(folder);
  return statSync(folder, { throwIfNoEntry: false }) === undefined;
}

function listed(root: string): string[] {
  try {
    return readdirSync(root);
  } catch {
    return [];
  }
}

function runOf(folder: string): string | undefined {
  try {
    const { run } = JSON.parse(readFileSync(join(folder, runFile), "utf8")) as { run?: unknown };
    return typeof run === "string" ? run : undefined;
  } catch {
    return undefined;
  }
}

async function statusOf(engine: Pick<Stepwell, "handle">, run: string): Promise<RunState | undefined> {
  try {
    return (await engine.handle(run).status()).status;
  } catch (error) {
    if (isFailure(error, "unknown-run")) return undefined;
    throw error;
  }
}

function touchedAt(folder: string): number {
  return changedAt(join(folder, runFile));
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
