/** The packages as people get them: packed, installed into an empty folder, and used as the README says. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publishedPackages } from "../../scripts/packing/published-packages.ts";
import { codeBlocks, promisedLines } from "../docs/code-blocks.ts";

const root = join(import.meta.dirname, "../..");
const execute = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), "stepwell-packed-"));
const packed = join(scratch, "packed");
/** Not in the repository: nothing of it can be found from here. */
const folder = join(scratch, "project");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const slow = 300_000;

beforeAll(async () => {
  await node(root, "scripts/pack.ts", "--out", packed);
  mkdirSync(folder);
  write("package.json", JSON.stringify({ private: true, type: "module" }));
  const files = readdirSync(packed).filter((name) => name.endsWith(".tgz"));
  const npm = ["install", "--no-audit", "--no-fund", "--prefer-offline", ...files.map((name) => join(packed, name))];
  await execute("npm", npm, { cwd: folder });
}, slow);

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

async function node(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, args, { cwd, timeout: slow });
  return stdout;
}

const command = "node_modules/stepwell/bin/stepwell.js";

test.each(publishedPackages())("$manifest.name has what its manifest names", { timeout: slow }, async (source) => {
  const built = join(packed, source.manifest.name.replace("@", "").replace("/", "-"));
  const { messages, pkg } = await publint({ pkgDir: built, pack: "npm" });
  expect(messages.map((message) => formatMessage(message, pkg as object))).toEqual([]);
});

test("nothing but what users need is packed: no tests, no sources", async () => {
  const { stdout } = await execute("npm", ["ls", "--all", "--parseable"], { cwd: folder });
  expect(stdout).toContain("node_modules/@stepwell/core");
  for (const { manifest } of publishedPackages()) {
    const files = readdirSync(join(folder, "node_modules", manifest.name), { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => /\.test\.|fixture|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  }
});

const programs = codeBlocks(readFileSync(join(root, "README.md"), "utf8"));

test.each(programs)(
  "the README's program of line $line runs, and has the types it says",
  { timeout: slow },
  async ({ line, code }) => {
    write(`program-${line}.ts`, code);
    expect((await node(folder, `program-${line}.ts`)).split("\n").slice(0, -1)).toEqual(promisedLines(code));
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "esnext", "--lib", "esnext"];
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types"), "--ignoreConfig"];
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    await node(folder, compiler, ...options, ...types, `program-${line}.ts`);
  },
);

test("tasks run in threads and in processes of their own", { timeout: slow }, async () => {
  write(
    "apart.ts",
    `import { memory, Stepwell, task, workflow } from "stepwell";
     import { isMainThread } from "node:worker_threads";
     export const thread = task("thread", { isolation: "thread" }, async () => isMainThread);
     export const apart = task("apart", { isolation: "process" }, async (parent: number) => process.pid !== parent);
     const both = workflow("both", async (wf, pid: number) => [await wf.run(thread, undefined), await wf.run(apart, pid)]);
     if (isMainThread && process.argv[1]?.endsWith("apart.ts")) {
       await using engine = await Stepwell.open({ store: memory(), workflows: [both] });
       console.log(JSON.stringify(await engine.execute(both, process.pid)));
     }`,
  );
  expect(await node(folder, "apart.ts")).toBe("[false,true]\n");
});

test("definitions run, their scripts in bash, JavaScript and Python", { timeout: slow }, async () => {
  const script = (shell: string, text: string) => ({ id: shell, shell, run: text });
  const stages = [
    { id: "bash", bash: `echo \${{ params.n }}` },
    script("js", `const js = \${{ params.n }} + 1`),
    script("python", `python = \${{ params.n }} + 2`),
  ];
  write("scripts.yml", JSON.stringify({ name: "scripts", params: { n: "int" }, jobs: { all: { stages } } }));
  const outputs = JSON.parse(await node(folder, command, "run", "scripts.yml", "-q", "-p", "n=4"));
  expect(outputs).toMatchObject({ all: { stdout: "", js: 5, python: 6 } });
});

test("definitions are loaded and planned by programs", { timeout: slow }, async () => {
  write(
    "planned.ts",
    `import { definitionsOf, loadText } from "stepwell/declarative";
     import { SettingsLoader } from "stepwell/config";
     const text = "name: a\\njobs: { b: { stages: [{ echo: hi }] } }";
     const [definition] = definitionsOf(await loadText({ file: "a.yml", text, format: "yaml" }));
     const settings = await new SettingsLoader({}).load({ folder: "." });
     console.log(definition?.name, settings.get("max-job-parallel"));`,
  );
  expect(await node(folder, "planned.ts")).toBe("a 2\n");
});

test("the command makes a workflow, runs it and shows the run", { timeout: slow }, async () => {
  await node(folder, command, "init");
  const greeted = JSON.parse(await node(folder, command, "run", "hello.ts", "-p", "name=Ada"));
  expect(greeted).toMatchObject({ greetings: expect.arrayContaining(["Hello, Ada!"]) });
  expect(await node(folder, command, "show", "@last")).toContain("completed");
  const lacking = node(folder, command, "show", "no-such-run");
  await expect(lacking).rejects.toMatchObject({ code: 6, stderr: expect.stringContaining("no-such-run") });
});
