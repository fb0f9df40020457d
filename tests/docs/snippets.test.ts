import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { codeBlocks, promisedLines } from "./code-blocks.ts";

// Each program of the documents is executed, and prints what its comments say and nothing else.

const root = join(import.meta.dirname, "../..");
/** They are about definitions and commands: definitions.test.ts loads what they have. */
const withoutPrograms = ["definitions.md", "deploying.md"];
const guide = readdirSync(join(root, "docs/guide")).filter(
  (name) => name.endsWith(".md") && !withoutPrograms.includes(name),
);
const documents = [
  "README.md",
  "docs/reference/cron.md",
  "docs/migrate/ddeutil.md",
  ...guide.map((name) => `docs/guide/${name}`),
];

// In the repository, so that package names resolve as for users; not below node_modules, where Node strips no types
// and the determinism guard would take the programs for a package's. Git ignores it.
mkdirSync(join(root, ".stepwell"), { recursive: true });
const scratch = mkdtempSync(join(root, ".stepwell/snippets-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Program {
  /** Document and line. */
  readonly place: string;
  readonly folder: string;
  readonly prints: readonly string[];
}

const programs = documents.flatMap((document) => {
  const blocks = codeBlocks(readFileSync(join(root, document), "utf8"));
  const files = blocks.filter(({ file }) => file !== undefined);
  return blocks
    .filter(({ file }) => file === undefined)
    .map(({ line, code }): Program => {
      const folder = join(scratch, `${basename(document, ".md")}-${line}`);
      mkdirSync(folder);
      for (const { file = "", code: beside } of files) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), beside);
      }
      writeFileSync(join(folder, "program.ts"), code);
      return { place: `${document}:${line}`, folder, prints: promisedLines(code) };
    });
});

const execute = promisify(execFile);
// Each program loads the whole engine: half of its time goes without the cache.
const env = { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/snippets") };

it.each(documents)("%s has programs", (document) => {
  expect(programs.filter(({ place }) => place.startsWith(`${document}:`))).not.toEqual([]);
});

describe("a program of the documents", () => {
  // Longer than a program may take, so that the slow one is named.
  it.concurrent.for(programs)(
    "prints what it says: $place",
    { timeout: 90_000 },
    async ({ folder, prints }, { expect }) => {
      const { stdout } = await execute(process.execPath, ["program.ts"], { cwd: folder, env, timeout: 60_000 });
      expect(stdout.split("\n").slice(0, -1)).toEqual(prints);
    },
  );

  it("has the types that it says", async () => {
    const config = { extends: "../../tsconfig.json", include: ["**/*.ts"] };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const checked = execute(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", scratch]);
    const { stdout } = await checked.catch((error: { stdout: string }) => error);
    // What is wrong elsewhere, the check of all types says.
    expect(stdout.split("\n").filter((line) => line.includes(basename(scratch)))).toEqual([]);
  });
});
