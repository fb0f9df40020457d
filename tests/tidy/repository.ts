/** The repository as the rules see it: what is or would be committed, read once. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, matchesGlob } from "node:path";
import { type Reference, references, type Workspace } from "./imports.ts";
import { mask } from "./mask.ts";

/** A .ts or .js file. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly code: string;
  readonly comments: string;
  readonly references: readonly Reference[];
}

export interface Repository {
  /** Every file: path from the root, with "/", to its text; empty for binary files. */
  readonly files: ReadonlyMap<string, string>;
  readonly sources: readonly Source[];
  readonly workspaces: readonly Workspace[];
  /** True for what git does not keep: outputs, dependencies. */
  readonly ignores: (path: string) => boolean;
}

/** A repository from texts; the rules' own tests use it too. */
export function repositoryOf(texts: Readonly<Record<string, string>>): Repository {
  const files = new Map(Object.entries(texts));
  const sources = [...files].filter(([path]) => /\.[cm]?[jt]s$/.test(path)).map(([path, text]) => source(path, text));
  return { files, sources, workspaces: workspacesOf(files), ignores: ignoreRules(files.get(".gitignore") ?? "") };
}

export function readRepository(root: string): Repository {
  const ignores = ignoreRules(readFileSync(join(root, ".gitignore"), "utf8"));
  const texts: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const found of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? found.name : `${folder}/${found.name}`;
      if (path === ".git" || ignores(found.isDirectory() ? `${path}/` : path)) continue;
      if (found.isDirectory()) walk(path);
      else if (found.isFile()) texts[path] = readText(join(root, path));
    }
  };
  walk("");
  return repositoryOf(texts);
}

const largestTextBytes = 4_000_000;

function readText(path: string): string {
  if (statSync(path).size > largestTextBytes) return "";
  const bytes = readFileSync(path);
  return bytes.includes(0) ? "" : bytes.toString("utf8");
}

function source(path: string, text: string): Source {
  const { code, comments } = mask(text);
  return { path, text, code, comments, references: references(text, code) };
}

function workspacesOf(files: ReadonlyMap<string, string>): Workspace[] {
  const manifests = [...files].filter(([path]) => /^(?:packages|examples)\/[^/]+\/package\.json$/.test(path));
  return manifests.map(([path, text]) => {
    const { name, exports = {}, bin = {} } = JSON.parse(text);
    return { name, folder: path.slice(0, -"/package.json".length), exports, bins: Object.values(bin) };
  });
}

/** The part of .gitignore's language that ours uses: names, folders, paths and stars; no exceptions. */
function ignoreRules(text: string): (path: string) => boolean {
  const patterns = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const matches = (path: string, pattern: string): boolean => {
    const isFolder = path.endsWith("/");
    if (pattern.endsWith("/") && !isFolder) return false;
    const [subject, wanted] = [path.replace(/\/$/, ""), pattern.replace(/\/$/, "").replace(/^\//, "")];
    const anchored = pattern.slice(0, -1).includes("/");
    return matchesGlob(anchored ? subject : basename(subject), wanted);
  };
  return (path) => {
    const folders = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
    return [...new Set([...folders, path])].some((part) => patterns.some((pattern) => matches(part, pattern)));
  };
}

/** Tests and the programs that they start: free of the bans, and allowed to look into their whole package. */
export function isTest(path: string): boolean {
  return /\.(?:test|fixture)\.[jt]s$/.test(path) || /\/(?:fixtures|test-children)\//.test(path);
}

/** What tests are made of, but for the kit that users' tests are made of: suites that other packages run against their own store, programs, files that tests share. */
export function isSuite(path: string): boolean {
  if (/\/testing\/kit\//.test(path)) return isTest(path);
  return isTest(path) || /\/(?:contract|testing)\//.test(path) || /\/test-[\w-]+\.ts$/.test(path);
}
