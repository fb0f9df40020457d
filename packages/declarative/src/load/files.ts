/** Files of definitions and templates, and how they are read. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, sep } from "node:path";
import { sourceLimits } from "../source/limits.ts";
import type { SourceFormat, SourceInput } from "../source/read.ts";

/** Where templates are read from: a folder on disk, or whatever keeps definitions. */
export interface TemplateFiles {
  /** @param path without its ending: "jobs/common". @returns undefined when there is none */
  read(path: string): Promise<SourceInput | undefined>;
}

const endings: Readonly<Record<string, SourceFormat>> = { ".yml": "yaml", ".yaml": "yaml", ".json": "json" };

/** What the ending says; undefined for files that hold no definitions. */
export function formatOf(path: string): SourceFormat | undefined {
  const ending = extname(path).toLowerCase();
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

/** A text, or why there is none. */
export async function readText(path: string): Promise<{ text: string } | { problem: string }> {
  try {
    const { size } = await stat(path);
    if (size > sourceLimits.bytes) return { problem: `it has ${size} bytes, the limit is ${sourceLimits.bytes}` };
    const bytes = await readFile(path);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** Templates below a folder: the first ending that is there. @param nameOf how a file is named in messages */
export function templateFolder(root: string, nameOf: (path: string) => string): TemplateFiles {
  return {
    async read(path) {
      for (const [ending, format] of Object.entries(endings)) {
        const file = join(root, ...path.split("/")) + ending;
        const read = await readText(file);
        if ("text" in read) return { file: nameOf(file), text: read.text, format };
      }
      return undefined;
    },
  };
}

/** The folder whose jobs/ and stages/ belong to a file: that of `workflows/`, or the file's own. */
export function templateRootOf(file: string): string {
  const folder = dirname(file);
  const parts = folder.split(sep);
  const at = parts.lastIndexOf("workflows");
  if (at === -1) return folder;
  return parts.slice(0, at).join(sep) || (folder.startsWith(sep) ? sep : ".");
}

/** Files of definitions below a folder, in the order of their names; without templates, hidden ones and links. */
export async function definitionFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory() && !isTemplates(path, root) && depth < sourceLimits.depth) await walk(path, depth + 1);
      else if (entry.isFile() && formatOf(entry.name) !== undefined) found.push(path);
    }
  };
  await walk(root, 0);
  return found;
}

/** `jobs/` and `stages/` beside `workflows/`, or at the top. */
function isTemplates(path: string, root: string): boolean {
  return ["jobs", "stages"].includes(basename(path)) && dirname(path) === root;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "permission was denied";
  return error instanceof TypeError ? "it is no text in UTF-8" : error.message;
}
