/** Wrong words, and help. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { commandNames } from "./command-table.ts";
import { flows, TestFolder } from "./test-command.ts";

const folder = TestFolder.withFlows();

beforeAll(async () => {
  mkdirSync(join(folder.path, "folder.yml"));
  await folder.run("run", "flows.ts#add", "--id", "json-1", "-q");
});

describe("wrong use", () => {
  test.each([
    ["rnu", 2, "unknown-command", 'did you mean "run"?'],
    ["run flows.ts#add --inptu 1", 2, "unknown-flag", 'did you mean "--input"?'],
    ["run", 2, "wrong-use", "<file[#name]> is missing"],
    ["run flow.ts", 2, "no-such-file", 'did you mean "flows.ts"?'],
    ["run ./folder.yml", 2, "no-such-file", "name a file in it"],
    ["run flows.ts", 2, "several-workflows", "stepwell run flows.ts#add"],
    ["run flows.ts#ad", 2, "unknown-workflow-in-module", 'did you mean "add"?'],
    ["run ordres", 2, "unknown-target", "neither a file nor a workflow"],
    ["run flows.ts#add --input {", 2, "input-not-json", "--input is not JSON"],
    ["run flows.ts#add --input @none.json", 2, "input-not-readable", "none.json"],
    ["run flows.ts#add --input [1] -p a=1", 2, "input-not-mergeable", "a list"],
    ["run flows.ts#add -p a", 2, "wrong-flag-value", "key=value"],
    ["run flows.ts#add --priority high", 2, "wrong-flag-value", "whole number"],
    ["run flows.ts#add --id json-1 --input 1", 2, "run-exists", "another input"],
    ["runs --status faild", 2, "wrong-flag-value", 'did you mean "failed"?'],
    ["runs --since yesterday", 2, "wrong-flag-value", "neither a duration such as 2h"],
    ["runs --store postgres://x", 2, "unknown-store", "file:<path>, memory:"],
    ["runs --store file:none.db", 7, "no-store", "none.db"],
    ["runs --store file:flows.ts", 7, "store-unreadable", "not a database"],
    ["resume", 2, "wrong-use", "name a run"],
    ["retry json-1", 2, "not-retryable", "nothing to retry"],
    ["init flows.ts", 2, "file-exists", "left as it is"],
  ])("stepwell %s", async (words, code, error, text) => {
    const said = await folder.run(...words.split(" "));
    expect(said).toMatchObject({ code, stdout: "" });
    expect(said.stderr).toContain(error);
    expect(said.stderr.replace(/\s+/g, " ")).toContain(text);
    const json = JSON.parse((await folder.run(...words.split(" "), "--json")).stderr);
    expect(json).toMatchObject({ v: 1, error: { code: error, message: expect.any(String), hint: expect.any(String) } });
  });

  test("a file that cannot be loaded: where, and the line", async () => {
    folder.write(
      "bad.ts",
      'import { workflow } from "stepwell";\nexport const a = workflow("a", async () => { const x = ; });\n',
    );
    const { code, stderr } = await folder.run("run", "bad.ts");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /✗ bad\.ts cannot be loaded: Expression expected[\s\S]*bad\.ts:2:56\n {3}2 \| export const a/,
    );
    const json = JSON.parse((await folder.run("run", "bad.ts", "--json")).stderr);
    expect(json.error).toMatchObject({
      code: "module-not-loadable",
      file: join(folder.path, "bad.ts"),
      line: 2,
      column: 56,
    });
    folder.write("bad2.ts", 'export const x = 1;\nimport { y } from "./nothing.ts";\n');
    expect((await folder.run("run", "bad2.ts")).stderr).toContain("bad2.ts:2:");
  });

  test("code that is gone, and where it is now", async () => {
    const own = new TestFolder();
    own.write("old.ts", flows);
    await own.run("run", "old.ts#add", "--detach", "--id", "m1");
    own.write("new.ts", flows);
    own.write("old.ts", "export const nothing = 1;\n");
    expect(await own.run("resume", "m1")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no-workflow-in-module"),
    });
    expect(await own.run("resume", "m1", "--file", "new.ts")).toMatchObject({ code: 0 });
  });

  test("in GitHub Actions, the line is annotated", async () => {
    const { stderr } = await folder.start(["run", "bad.ts"], { GITHUB_ACTIONS: "true" }).ended;
    expect(stderr).toContain("::error file=bad.ts,line=2,col=56::bad.ts cannot be loaded");
  });
});

describe("help", () => {
  test("begins with examples, and lists every command", async () => {
    const { code, stdout } = await folder.run("--help");
    expect(code).toBe(0);
    expect(stdout.indexOf("Examples")).toBeLessThan(stdout.indexOf("Do\n"));
    for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
  });

  test.each(commandNames)("stepwell %s --help begins with examples", async (name) => {
    const { code, stdout } = await folder.run(name, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Examples\n {2}stepwell ${name}`));
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(80);
  });

  test("--version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(await folder.run("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe("with a node that is too old", () => {
  const bin = fileURLToPath(new URL("../bin/stepwell.js", import.meta.url));
  // What runs is this node; it only says that it is another.
  const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";
  const start = (variables: Record<string, string>) =>
    spawnSync(process.execPath, ["--import", old, bin, "--version"], {
      encoding: "utf8",
      env: { ...process.env, ...variables },
    });

  test("one clear line, when there is no other", () => {
    const { status, stderr, stdout } = start({ STEPWELL_NODE: "already tried" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^stepwell needs Node \^24\.16 or >=26\.1; this is 20\.20\.2 \(.*\)\n$/);
  });

  test("goes on with the one that the project has pinned", () => {
    expect(start({})).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test("what it has started is killed with it", { timeout: 120_000 }, async () => {
    const cwd = mkdtempSync(join(tmpdir(), "stepwell-launched-"));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const stages = "[{ bash: 'echo $PPID > \"${{ workflow.folder }}/pid\"; sleep 300' }]";
    writeFileSync(join(cwd, "long.yml"), `long: { jobs: { a: { stages: ${stages} } } }\n`);
    const launcher = spawn(process.execPath, ["--import", old, bin, "run", "long.yml"], { cwd, stdio: "ignore" });
    onTestFinished(() => void launcher.kill("SIGKILL"));
    const pid = await vi.waitUntil(
      () => existsSync(join(cwd, "pid")) && Number(readFileSync(join(cwd, "pid"))),
      90_000,
    );
    expect(pid).not.toBe(launcher.pid);
    launcher.kill("SIGKILL");
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 20_000);
  });
});
