/** The folder in which a script works. One that is not there is a slip: it is not made. */
import { mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { nearestName } from "@stepwell/core/text";
import { declarativeFailure } from "../errors.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";
import { isBelow } from "./workspace-file.ts";

interface Wanted {
  readonly stage: string;
  /** As it was asked for. */
  readonly file: string;
}

/**
 * A folder of the workspace, which itself is made; or an absolute path as it is: whoever writes a script may go anywhere.
 * For bodies. @throws file-outside, folder-missing
 */
export function scriptFolderAt(
  { id }: Pick<ReadyStage, "id">,
  { workspace }: Pick<StageRun, "workspace">,
  file: string,
): string {
  const wanted: Wanted = { stage: id, file };
  if (isAbsolute(file)) return absolute(wanted);
  const path = resolve(workspace, file);
  if (path !== workspace && !isBelow(workspace, path)) throw outside(wanted);
  mkdirSync(workspace, { recursive: true });
  const root = realpathSync(workspace);
  let folder = root;
  for (const part of relative(workspace, path).split(sep).filter(Boolean)) {
    requireFolder(join(folder, part), wanted);
    folder = realpathSync(join(folder, part));
    if (folder !== root && !isBelow(root, folder)) throw outside(wanted);
  }
  return folder;
}

function absolute(wanted: Wanted): string {
  let there = wanted.file;
  while (statSync(there, { throwIfNoEntry: false }) === undefined && dirname(there) !== there) there = dirname(there);
  const [missing] = relative(there, wanted.file).split(sep);
  requireFolder(missing === undefined || missing === "" ? there : join(there, missing), wanted);
  return wanted.file;
}

function outside({ stage, file }: Wanted): Error {
  return declarativeFailure("file-outside", { stage, of: undefined, file });
}

/** @throws folder-missing, with what there is beside it */
function requireFolder(path: string, { stage, file }: Wanted): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  const name = path.slice(dirname(path).length).replace(/^[\\/]/, "");
  const known = foldersIn(dirname(path));
  const problem = found === undefined ? "there is no" : "no folder is the file";
  const facts = { stage, file, problem: `${problem} ${JSON.stringify(name)} in ${dirname(path)}` };
  throw declarativeFailure("folder-missing", { ...facts, known, nearest: nearestName(name, known) });
}

function foldersIn(folder: string): string[] {
  try {
    const all = readdirSync(folder, { withFileTypes: true });
    return all.flatMap((one) => (one.isDirectory() ? [one.name] : [])).sort();
  } catch {
    return [];
  }
}
