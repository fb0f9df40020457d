/** Signals and crashes: what is kept, and how soon it goes on. */
import { describe, expect, test } from "vitest";
import { flows, TestFolder } from "./test-command.ts";

describe("interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s saves (%i), and resume goes on without doing anything twice", async (signal, code) => {
    const own = TestFolder.withFlows();
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

  test("@last is the run, and not the job on a queue that it has begun last", async () => {
    const own = new TestFolder();
    own.write(
      "queued.yml",
      `name: queued
jobs:
  first:
    runs-on: queue:slow
    stages: [{ bash: "until test -e open; do sleep 0.05; done", working-directory: "\${{ workflow.folder }}" }]
  then: { needs: first, stages: [{ echo: all of it }] }
`,
    );
    const run = own.start(["run", "queued.yml"]);
    await run.says('waits for call "first');
    run.kill("SIGKILL");
    await run.ended;
    own.write("open", "");
    const resumed = await own.run("resume", "@last");
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringContaining("all of it") });
    expect((await own.run("show", "@last")).stdout).toContain("✓ then");
  });

  test("a second Ctrl-C leaves at once, and says how the run goes on", async () => {
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
    expect(stderr).toContain("left at once  g  what was in progress will run again  stepwell resume g\n");
    own.write("open", "");
    expect(await own.run("resume", "g")).toMatchObject({ code: 0, stdout: '"through"\n' });
  });

  test("kill -9: the next process goes on within a second of its start", async () => {
    const own = TestFolder.withFlows();
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
