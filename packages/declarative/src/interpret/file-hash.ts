/** One hash of files, for `hashFiles`. For bodies. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * Of all files below the folder that the patterns name, `!` taking some out again; "" where there are none. The hash of
 * the hashes of their contents, in the order of their paths. No link is followed.
 */
export async function hashOfFiles(folder: string, patterns: readonly string[], signal: AbortSignal): Promise<string> {
  const wanted = (path: string): boolean => {
    let taken = false;
    for (const pattern of patterns) {
      const [out, plain] = pattern.startsWith("!") ? [true, pattern.slice(1)] : [false, pattern];
      if (matchesGlob(path, plain.replace(/^\.\//, ""))) taken = !out;
    }
    return taken;
  };
  const all = createHash("sha256");
  let found = false;
  for (const path of (await filesBelow(folder, "")).sort()) {
    if (!wanted(path)) continue;
    signal.throwIfAborted();
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, path)), hash, { signal });
    all.update(hash.digest());
    found = true;
  }
  return found ? all.digest("hex") : "";
}

async function filesBelow(folder: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
