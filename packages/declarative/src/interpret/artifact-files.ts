/** Files of artifacts, from a folder to another. No link is followed, none is copied. For bodies. */
import { constants, type Dirent } from "node:fs";
import { copyFile, lstat, mkdir, open, readdir } from "node:fs/promises";
import { dirname, join, matchesGlob, posix } from "node:path";
import { declarativeFailure } from "../errors.ts";

/** How much one artifact may hold. */
export interface ArtifactLimits {
  readonly files: number;
  readonly bytes: number;
}

export interface FoundFile {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** What one copies, for its messages. */
export interface ArtifactName {
  readonly job: string;
  readonly name: string;
}

/** Below the folder: one file, all files of a folder, or all that a pattern fits. @throws artifact-refused */
export async function filesOf(
  folder: string,
  pattern: string,
  { of, limits, signal }: { of: ArtifactName; limits: ArtifactLimits; signal: AbortSignal },
): Promise<FoundFile[]> {
  const wanted = posix.normalize(pattern.replace(/^\.\//, "")).replace(/\/$/, "");
  const refuse = (problem: string) => declarativeFailure("artifact-refused", { ...of, problem });
  if (wanted.startsWith("/") || wanted.split("/").includes(".."))
    throw refuse(`its path ${JSON.stringify(pattern)} leads out of the workspace`);
  const fits = (path: string) =>
    wanted === "." || path === wanted || matchesGlob(path, wanted) || isBelow(path, wanted);
  const found: FoundFile[] = [];
  let bytes = 0;
  const visit = async (below: string): Promise<void> => {
    signal.throwIfAborted();
    for (const entry of await entriesOf(join(folder, below))) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else if (fits(path)) {
        if (!entry.isFile()) throw refuse(`${path} is ${entry.isSymbolicLink() ? "a link" : "no plain file"}`);
        const { size } = await lstat(join(folder, path));
        bytes += size;
        found.push({ path, bytes: size });
        if (found.length > limits.files) throw refuse(`it has more than ${limits.files} files`);
        if (bytes > limits.bytes) throw refuse(`it is larger than ${limits.bytes} bytes`);
      } else if (entry.isSymbolicLink() && isBelow(wanted, path)) throw refuse(`${path} is a link`);
    }
  };
  await visit("");
  return found;
}

/** Each file is on disk when it resolves; `place` gives where each one goes. */
export async function copyFiles(
  files: readonly FoundFile[],
  { from, place, signal }: { from: string; place: (path: string) => string; signal: AbortSignal },
): Promise<void> {
  for (const { path } of files) {
    signal.throwIfAborted();
    const to = place(path);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(from, path), to, constants.COPYFILE_FICLONE);
    const file = await open(to, "r");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
