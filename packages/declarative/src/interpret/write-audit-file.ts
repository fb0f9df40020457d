/** Records of releases as files: one of each, whole or not there at all. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { nodeHost } from "@stepwell/core";
import type { AuditRecord } from "./audit-record.ts";

/**
 * Writes a record below a folder, whatever its names are made of. Another process may write the same one at the same
 * time: each has a half-written file of its own. @returns its path: `FOLDER/NAME/RUN.GENERATION.json`
 */
export async function writeAuditFile(folder: string, record: AuditRecord): Promise<string> {
  const path = join(folder, fileName(record.name), `${fileName(record.id)}.json`);
  await mkdir(dirname(path), { recursive: true });
  const half = `${path}.${Buffer.from(nodeHost().randomBytes(6)).toString("hex")}.part`;
  try {
    const written = await open(half, "wx");
    try {
      await written.writeFile(`${JSON.stringify(record, undefined, 2)}\n`, "utf8");
      await written.sync();
    } finally {
      await written.close();
    }
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return path;
}

/** Of any text, a name that every system takes, and no path. */
function fileName(text: string): string {
  const safe = text.replaceAll(
    /[^\p{L}\p{N}._@=,-]/gu,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  );
  return safe.replace(/^\.+/, (dots) => "%2E".repeat(dots.length)).slice(0, 150);
}
