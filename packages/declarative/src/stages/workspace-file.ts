/** Files of a workspace: no path and no link leads out of it. */
import { mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { declarativeFailure } from "../errors.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";

/** Its true path; the folders above it are made. For bodies. @throws file-outside */
export function workspaceFile(
  { id, of }: Pick<ReadyStage, "id"> & { readonly of?: "job" },
  { workspace }: Pick<StageRun, "workspace">,
  file: string,
): string {
  const wanted = resolve(workspace, file);
  const outside = () => declarativeFailure("file-outside", { stage: id, of, file });
  if (!isBelow(workspace, wanted)) throw outside();
  const { root, folder } = madeFolder(workspace, dirname(wanted), outside);
  const path = join(folder, basename(wanted));
  const target = realOf(path);
  if (!isBelow(root, target)) throw outside();
  return target;
}

/** One folder after the other: a link among them is seen before anything is made behind it. */
function madeFolder(workspace: string, wanted: string, outside: () => Error): { root: string; folder: string } {
  mkdirSync(workspace, { recursive: true });
  const root = realpathSync(workspace);
  let folder = root;
  for (const part of relative(workspace, wanted).split(sep).filter(Boolean)) {
    mkdirSync(join(folder, part), { recursive: true });
    folder = realpathSync(join(folder, part));
    if (folder !== root && !isBelow(root, folder)) throw outside();
  }
  return { root, folder };
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}

/** Of a file that is there, where its links lead; of any other, itself. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
