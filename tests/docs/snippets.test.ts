import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { type CodeBlock, codeBlocks, promisedLines } from "./code-blocks.ts";

// Each program of the documents is executed, and prints what its comments say and nothing else.

const root = join(import.meta.dirname, "../..");
const guide = "docs/guide";
const documents = ["README.md", ...readdirSync(join(root, guide)).map((name) => `${guide}/${name}`)];

// In the repository, so that package names resolve as for users; not below node_modules, where Node strips no types
// and the determinism guard would take the programs for a package's. Git ignores it.
mkdirSync(join(root, ".stepwell"), { recursive: true });
const scratch = mkdtempSync(join(root, ".stepwell/snippets-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const execute = promisify(execFile);

async function outputOf(block: CodeBlock, neighbours: readonly CodeBlock[], document: string): Promise<string[]> {
  const folder = join(scratch, `${basename(document, ".md")}-${block.line}`);
  mkdirSync(folder);
  for (const { file, code } of neighbours) if (file !== undefined) writeFileSync(join(folder, file), code);
  writeFileSync(join(folder, "program.ts"), block.code);
  const { stdout } = await execute(process.execPath, ["program.ts"], { cwd: folder, timeout: 20_000 });
  return stdout.split("\n").slice(0, -1);
}

describe.each(documents.filter((name) => name.endsWith(".md")))("%s", (document) => {
  const blocks = codeBlocks(readFileSync(join(root, document), "utf8"));
  const programs = blocks.filter(({ file }) => file === undefined);

  it("has programs", () => {
    expect(programs.length).toBeGreaterThan(0);
  });

  it.concurrent.for(programs)("line $line prints what it says", async (block) => {
    const printed = await outputOf(block, blocks, document);
    expect(printed, `${document}:${block.line}`).toEqual(promisedLines(block.code));
  });
});
