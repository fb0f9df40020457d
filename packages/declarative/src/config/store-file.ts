/** Stores that are files, as the setting `store` names them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The path in the URL of a store that is a file; undefined for others. */
export function storeFile(url: string): string | undefined {
  if (url.startsWith("file://")) return fileURLToPath(url);
  const path = url.startsWith("file:") ? url.slice("file:".length) : "";
  return path === "" ? undefined : path;
}

/** Makes the folder of this file where it is not there, as one that stays out of version control: runs are of one machine. */
export function makeStoreFolder(file: string): void {
  const folder = dirname(file);
  if (mkdirSync(folder, { recursive: true }) !== undefined) writeFileSync(join(folder, ".gitignore"), "*\n");
}
