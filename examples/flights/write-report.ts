import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ReportInput } from "./report/facts.ts";
import { renderReport } from "./report/render-report.ts";

/**
 * Writes report.md and its charts into the directory, which it makes if need be, and gives the names of the files. Each file
 * appears whole or not at all, and to write again changes nothing: safe to repeat after a crash.
 */
export function writeReport(input: ReportInput, directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const files = renderReport(input);
  for (const { name, content } of files) {
    const path = join(directory, name);
    writeFileSync(`${path}.partial`, content);
    renameSync(`${path}.partial`, path);
  }
  return files.map(({ name }) => name);
}
