/** Runs from outside: words in, streams and exit code out. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = TestFolder.withFlows();

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
    expect(stderr).toContain("is over already, 1 step from the journal");
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
    const { code, stderr } = await folder.run("run", "flows.ts#napping", "--id", "nap-1", "--wait", "3s");
    expect(code).toBe(5);
    expect(stderr).toContain('wait  waits for sleep "nap"');
    expect(stderr).toContain("saved  nap-1  0 steps recorded  stepwell resume nap-1");
    expect(await folder.run("kill", "nap-1")).toMatchObject({ code: 0, stdout: expect.stringContaining("cancelled") });
  });
});
