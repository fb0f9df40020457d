/** A folder of definitions for the tests of whole workflows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { FromConfOptions } from "./workflow.ts";

export interface ConfFolder {
  readonly path: string;
  /** For fromConf: this folder, and nothing of the environment but the path to programs. */
  readonly from: Pick<FromConfOptions, "folder" | "variables">;
}

/** @param files by path below `conf/` */
export function confFolder(files: Readonly<Record<string, string>>): ConfFolder {
  const path = mkdtempSync(join(tmpdir(), "stepwell-conf-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, "conf", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { path, from: { folder: path, variables: { PATH: process.env.PATH } } };
}
