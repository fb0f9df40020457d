/**
 * The first import of the package: an old Node fails with the first thing that it does not know, and says nothing of
 * versions. What this imports has to load there.
 */
import { failure } from "../model/errors.ts";

/** As in `engines` of package.json. */
const needed = "^24.16 || >=26.1";

/** @throws old-node */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const fits = (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;
  if (!fits) throw failure("old-node", { needed, found: version, path: process.execPath });
}

checkNode(process.versions.node);
