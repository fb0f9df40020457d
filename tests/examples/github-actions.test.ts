import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadText } from "@stepwell/declarative";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

// The workflow of docs/migrate/github-actions.md, on a real repository: the project of the build example.

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/migrate/github-actions.md"), "utf8");
const block = (mark: string) => new RegExp(`^\`\`\`${mark}\\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1] ?? "";

let example: ExampleRun;
let repository: string;
let words: string[];
beforeEach(() => {
  example = new ExampleRun("build/build.yml");
  repository = join(example.folder, "repository");
  cpSync(join(root, "examples/build/project"), repository, { recursive: true });
  git("init", "--quiet", "--initial-branch", "main");
  commit("All of it");
  writeFileSync(join(example.folder, "ci.yml"), block("yaml"));
  words = ["-p", `repository=file://${repository}`, "-p", `out=${join(example.folder, "out")}`];
});

function git(...args: readonly string[]): void {
  execFileSync("git", ["-C", repository, "-c", "user.name=A", "-c", "user.email=a@example.org", ...args]);
}

function commit(message: string): void {
  git("add", ".");
  git("commit", "--quiet", "--message", message);
}

afterEach(() => example.remove());

test("what is shown as written here does what it says", { timeout: 120_000 }, async () => {
  const { code, stdout } = await example.command("run", "ci.yml", "-q", ...words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    find: { tests: ["test/due-dates.js"] },
    test: { ran: ["test/due-dates.js", "test/due-dates.js"] },
  });
  expect(existsSync(join(example.folder, "out/due-dates-1.0.0.tgz"))).toBe(true);
});

test("a test that fails is told, and nothing is packed", { timeout: 120_000 }, async () => {
  git("checkout", "--quiet", "-b", "work");
  writeFileSync(join(repository, "test/false.js"), 'throw new Error("as meant");\n');
  commit("A test that fails");
  const { code, stderr } = await example.command("run", "ci.yml", "-p", "branch=work", "-p", 'zones=["UTC"]', ...words);
  expect(code).toBe(1);
  expect(stderr).toContain("test/file=test/due-dates.js,zone=UTC/test");
  expect((await example.command("logs", "@last")).stdout).toContain("ci of work failed");
  expect(existsSync(join(example.folder, "out"))).toBe(false);
});

test("loading what is shown as written there says what to write instead", async () => {
  const { problems } = await loadText({ file: "ci.yml", text: block("yaml before"), format: "yaml" });
  const hints = problems.map(({ hint }) => hint).join("\n");
  for (const word of ["stages", 'timeout: "30 min"', "on-conflict: replace", "params"]) expect(hints).toContain(word);
  expect(problems.map(({ code }) => code)).not.toContain("missing-key");
});
