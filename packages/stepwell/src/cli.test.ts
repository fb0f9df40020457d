/** The command from outside: words in, streams and exit code out. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commandNames } from "./command-table.ts";
import { flows, TestFolder } from "./test-command.ts";

let folder: TestFolder;
beforeAll(() => {
  folder = new TestFolder();
  folder.write("flows.ts", flows);
});

describe("run", () => {
  test("gives the result alone on stdout, as JSON, and everything else on stderr", async () => {
    const { code, stdout, stderr } = await folder.run("run", "flows.ts#add", "-p", "a=4", "-p", "b=5");
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"sum":9,"at":"1970-01-01T00:00:00.000Z","big":12}\n' });
    expect(stderr).toMatch(/run {3}add r-\w+ started/);
    expect(stderr).toContain("noise from workflow code\n");
    expect(stderr).toContain("noise from a step\n");
    expect(stderr).toMatch(/end {3}completed \d/);
    expect(stderr).not.toContain("\u001b");
  });

  test("-q prints the result and what the code prints, and no progress", async () => {
    const { stdout, stderr } = await folder.run("run", "flows.ts#add", "-q");
    expect(JSON.parse(stdout)).toMatchObject({ sum: 3 });
    expect(stderr).toBe("noise from workflow code\nnoise from a step\n");
  });

  test("--json gives an event per line, the last of which is the end", async () => {
    const { code, stdout } = await folder.run("run", "flows.ts#add", "--json", "--id", "json-1");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(events.every((event) => event.v === 1)).toBe(true);
    expect(events.map((event) => event.type)).toEqual(
      expect.arrayContaining(["run-started", "step-completed", "state", "end"]),
    );
    expect(events.find((event) => event.type === "step-completed")).toMatchObject({
      run: "json-1",
      seq: 1,
      step: "sum",
      value: 3,
    });
    expect(events.at(-1)).toMatchObject({
      type: "end",
      run: "json-1",
      status: "completed",
      exit: 0,
      output: { sum: 3 },
    });
  });

  test("the same id again gives the same result and does nothing twice", async () => {
    const { stdout, stderr } = await folder.run("run", "flows.ts#add", "--id", "json-1");
    expect(JSON.parse(stdout)).toMatchObject({ sum: 3 });
    expect(stderr).toContain("resumed, 1 step from the journal");
    expect(stderr).not.toContain("noise");
  });

  test("input from a file, from standard input, and from the command line", async () => {
    folder.write("input.json", '{"a": 10, "b": 20}');
    const fromFile = await folder.run("run", "flows.ts#add", "-q", "--input", "@input.json", "-p", "b=1");
    expect(JSON.parse(fromFile.stdout)).toMatchObject({ sum: 11 });
    const piped = folder.start(["run", "flows.ts#add", "-q", "--input", "-"]);
    piped.input('{"a": 7}');
    expect(JSON.parse((await piped.ended).stdout)).toMatchObject({ sum: 9 });
  });

  test("--detach starts it only; resume executes it", async () => {
    const started = await folder.run("run", "flows.ts#add", "--detach", "--id", "later-1", "--tag", "night");
    expect(started).toMatchObject({ code: 0, stdout: "later-1\n" });
    const listed = await folder.run("runs", "--tag", "night", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({
      v: 1,
      items: [{ id: "later-1", status: "pending" }],
      next: null,
    });
    const resumed = await folder.run("resume", "later-1");
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringContaining('"sum":3') });
  });

  test("a name of a workflow that has run is enough", async () => {
    expect(await folder.run("run", "add", "-q")).toMatchObject({ code: 0 });
  });
});

describe("how it ends", () => {
  test("failed: 1, with cause, place, line and cure; retry keeps what was recorded", async () => {
    const failed = await folder.run("run", "flows.ts#broken", "--id", "bad-1");
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toMatch(/✗ charge failed after 2 attempts, .* step-failed\n {2}HttpError: 503 for 12\n/);
    expect(failed.stderr).toMatch(/flows\.ts:\d+:\d+/);
    expect(failed.stderr).toContain("throw new HttpError(");
    expect(failed.stderr).toContain("kept: 1 recorded step. fix, then: stepwell retry bad-1");
    folder.write("paid", "");
    const retried = await folder.run("retry", "bad-1");
    expect(retried).toMatchObject({
      code: 0,
      stdout: "12\n",
      stderr: expect.stringContaining("retried, 1 step from the journal"),
    });
  });

  test("blocked: 4, with the reason and the way out", async () => {
    const { code, stderr } = await folder.run("run", "flows.ts#stuck");
    expect(code).toBe(4);
    expect(stderr).toMatch(/! blocked: .*does not know[\s\S]*stalled-run[\s\S]*stepwell resume/);
  });

  test("cancelled: 3, from another process", async () => {
    const run = folder.start(["run", "flows.ts#gated", "--id", "cancel-1"]);
    await run.says("step  first");
    expect(await folder.run("cancel", "cancel-1", "--reason", "wrong day")).toMatchObject({ code: 0 });
    expect(await run.ended).toMatchObject({ code: 3, stderr: expect.stringContaining("wrong day") });
  });

  test("still going: 5, saved, when the time to wait is over", async () => {
    const { code, stderr } = await folder.run("run", "flows.ts#napping", "--id", "nap-1", "--wait", "300ms");
    expect(code).toBe(5);
    expect(stderr).toContain('wait  waits for sleep "nap"');
    expect(stderr).toContain("saved  nap-1  0 steps recorded  stepwell resume nap-1");
    expect(await folder.run("kill", "nap-1")).toMatchObject({ code: 0, stdout: expect.stringContaining("cancelled") });
  });
});

describe("interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s saves (%i), and resume goes on without doing anything twice", async (signal, code) => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    const run = own.start(["run", "flows.ts#gated", "--id", "g"]);
    await run.says("step  first");
    run.kill(signal);
    await run.says("saving: 1 step in progress gets 5 s");
    own.write("open", "");
    const saved = await run.ended;
    expect(saved.code).toBe(code);
    expect(saved.stderr).toContain("saved  g  2 steps recorded  stepwell resume g");
    const resumed = await own.run("resume", "@last");
    expect(resumed).toMatchObject({ code: 0, stdout: '"through"\n' });
    expect(resumed.stderr).toContain("resumed, 2 steps from the journal");
  });

  test("a second Ctrl-C leaves at once", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows.replace("signal?.throwIfAborted();", ""));
    const run = own.start(["run", "flows.ts#gated", "--id", "g"]);
    await run.says("step  first");
    run.kill("SIGINT");
    await run.says("saving");
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).not.toContain("saved  g");
  });

  test("kill -9: the next process goes on within a second of its start", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    const run = own.start(["run", "flows.ts#gated", "--id", "g"]);
    await run.says("step  first");
    run.kill("SIGKILL");
    await run.ended;
    own.write("open", "");
    const resumed = await own.run("resume", "g", "--json");
    const events = resumed.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const begun = Date.parse(events.find((event) => event.type === "state").at);
    const went = Date.parse(events.find((event) => event.type === "step-completed" && event.step === "gate").at);
    expect(went - begun).toBeLessThan(1_000);
    expect(events.at(-1)).toMatchObject({ type: "end", status: "completed", output: "through" });
  });
});

describe("looking", () => {
  beforeAll(async () => {
    await folder.run("run", "flows.ts#add", "--id", "order-aaaa-1111", "-q");
  });

  test("a run is found by its id, its beginning, its end, or as the last one", async () => {
    for (const reference of ["order-aaaa-1111", "order-aa", "1111", "@last"])
      expect(await folder.run("show", reference, "--json")).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('"order-aaaa-1111"'),
      });
    expect(await folder.run("show", "nope-nope")).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("unknown-run-reference"),
    });
    expect(await folder.run("show", "order-aaab-1111")).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('did you mean "order-aaaa-1111"?'),
    });
  });

  test("show: state, steps, output", async () => {
    const { stdout } = await folder.run("show", "1111");
    expect(stdout).toMatch(/^add {2}order-aaaa-1111\n {2}✓ completed/);
    expect(stdout).toContain("✓ sum");
    expect(stdout).toContain('"sum": 3');
  });

  test("journal and logs", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    own.write("open", "");
    await own.run("run", "flows.ts#gated", "--id", "g", "-q");
    const journal = JSON.parse((await own.run("journal", "g", "--json")).stdout);
    expect(journal).toMatchObject({ v: 1, items: [{ step: "first" }, { step: "gate", value: 2 }], next: null });
    expect((await own.run("journal", "g", "--limit", "1")).stderr).toContain("--after 1");
    expect((await own.run("logs", "g")).stdout).toMatch(/info {3}gate {2}at the gate\n$/);
    expect((await own.run("logs", "g", "-f", "--json")).stdout).toContain('"text":"at the gate"');
    expect(await own.run("doctor")).toMatchObject({ code: 0 });
  });

  test("watch follows a run of another process to its end", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    const run = own.start(["run", "flows.ts#gated", "--id", "g"]);
    await run.says("step  first");
    const watching = own.start(["watch", "g"]);
    await watching.says("watched");
    own.write("open", "");
    expect(await watching.ended).toMatchObject({ code: 0, stderr: expect.stringContaining("step  gate") });
    await run.ended;
  });

  test("actions on many are listed first, and done with --yes", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    for (const id of ["d1", "d2"]) await own.run("run", "flows.ts#add", "--detach", "--id", id);
    const dry = await own.run("kill", "--status", "pending");
    expect(dry).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("2 runs to kill; nothing was done: add --yes"),
    });
    const done = await own.run("kill", "--status", "pending", "--yes");
    expect(done.stdout.match(/cancelled/g)).toHaveLength(2);
    expect(await own.run("doctor")).toMatchObject({ code: 0 });
  });

  test("doctor finds what nobody serves", async () => {
    const own = new TestFolder();
    own.write("flows.ts", flows);
    await own.run("run", "flows.ts#add", "--detach", "--id", "d1");
    const { code, stdout } = await own.run("doctor");
    expect(code).toBe(1);
    expect(stdout).toContain("1 run (d1) waits and no worker is alive");
  });
});

describe("wrong use", () => {
  test.each([
    ["rnu", 2, "unknown-command", 'did you mean "run"?'],
    ["run flows.ts#add --inptu 1", 2, "unknown-flag", 'did you mean "--input"?'],
    ["run", 2, "wrong-use", "<file[#name]> is missing"],
    ["run flow.ts", 2, "no-such-file", 'did you mean "flows.ts"?'],
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
    ["runs --since yesterday", 2, "wrong-flag-value", "not a duration"],
    ["runs --store postgres://x", 2, "unknown-store", "file:<path>, memory:"],
    ["runs --store file:none.db", 7, "no-store", "none.db"],
    ["runs --store file:flows.ts", 7, "store-unreadable", "not a database"],
    ["resume", 2, "wrong-use", "name a run"],
    ["retry json-1", 2, "not-retryable", "nothing to retry"],
    ["init flows.ts", 2, "file-exists", "left as it was"],
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

test("init writes a workflow that runs, and leaves no trace but its store", async () => {
  const own = new TestFolder();
  expect(await own.run("init")).toMatchObject({ code: 0, stdout: expect.stringContaining("stepwell run hello.ts") });
  const { code, stdout } = await own.run("run", "hello.ts", "-p", "name=Ada");
  expect(code).toBe(0);
  expect(JSON.parse(stdout).greetings[0]).toBe("Hello, Ada!");
  expect(existsSync(join(own.path, ".stepwell", "stepwell.db"))).toBe(true);
  expect(readFileSync(join(own.path, ".stepwell", ".gitignore"), "utf8")).toBe("*\n");
});
