/** Modules of tasks below the configured roots. No name and no link leads out of them. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";
import { declarativeFailure } from "../errors.ts";

export interface TaskFile {
  /** Absolute, without links. */
  readonly root: string;
  readonly file: string;
  readonly language: "js" | "python";
}

const languages: Readonly<Record<string, TaskFile["language"]>> = {
  ".ts": "js",
  ".mts": "js",
  ".js": "js",
  ".mjs": "js",
  ".py": "python",
};

/**
 * The module of a path such as `etl/orders`; undefined where no root has one.
 * @throws task-twice where several could be meant
 */
export function findTaskFile(roots: readonly string[], path: string): TaskFile | undefined {
  const found = roots.flatMap((root) => Object.entries(languages).flatMap((ending) => fileAt(root, path, ending)));
  const [first, second] = found;
  if (first !== undefined && second !== undefined && first.file !== second.file)
    throw declarativeFailure("task-twice", { name: path, first: first.file, second: second.file });
  return first;
}

function fileAt(given: string, path: string, [ending, language]: [string, TaskFile["language"]]): TaskFile[] {
  try {
    const root = realpathSync(given);
    const file = realpathSync(resolve(root, `${path}${ending}`));
    const way = relative(root, file);
    const isInside = way !== ".." && !way.startsWith(`..${sep}`) && resolve(root, way) === file;
    return isInside && statSync(file).isFile() ? [{ root, file, language }] : [];
  } catch {
    return [];
  }
}

/** More are not looked at: it is for a hint. */
const most = { files: 500, depth: 8 };

/** The paths of all modules, for whom one was not found. */
export function taskPaths(roots: readonly string[]): string[] {
  const found: string[] = [];
  const walk = (root: string, folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || entry.name.startsWith("_") || entry.name === "node_modules") continue;
      if (entry.isDirectory() && depth < most.depth) walk(root, path, depth + 1);
      else if (entry.isFile() && Object.hasOwn(languages, extname(path)) && found.length < most.files)
        found.push(relative(root, path).slice(0, -extname(path).length).split(sep).join("/"));
    }
  };
  for (const root of roots) walk(root, root, 0);
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
