/** What is asked of runs that are over has no effect, and is said to have none; and what is said of runs that nobody executes. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = TestFolder.withFlows();

describe("a run that is over", () => {
  test("is not cancelled, killed or paused: that is said, with exit code 2", { timeout: 120_000 }, async () => {
    await folder.run("run", "flows.ts#add", "--id", "over-1", "-q");
    for (const verb of ["cancel", "kill", "pause"]) {
      const { code, stdout, stderr } = await folder.run(verb, "over-1");
      expect([code, stderr]).toEqual([2, `over-1 is completed: ${verb} has no effect\n`]);
      expect(stdout).toContain("completed");
    }
    await folder.run("run", "flows.ts#napping", "--id", "over-2", "--wait", "1s");
    expect((await folder.run("kill", "over-2")).stderr).toBe("");
    const again = await folder.run("kill", "over-2");
    expect([again.code, again.stderr]).toEqual([0, "over-2 is cancelled already: kill has no effect\n"]);
    expect((await folder.run("show", "over-2")).stdout).toMatch(/was cancelled.*\n +killed\n/);
  });

  test("is shown again by resume, and by run with its id, and not as if it were executed", {
    timeout: 120_000,
  }, async () => {
    for (const words of [
      ["resume", "over-1"],
      ["run", "flows.ts#add", "--id", "over-1"],
    ]) {
      const { code, stdout, stderr } = await folder.run(...words);
      expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ sum: 3 })]);
      expect(stderr).toContain("add over-1 is over already, 1 step from the journal");
      expect(stderr).not.toContain("resumed");
      expect(stderr).not.toContain("noise");
    }
  });
});

test("show and watch say when the worker of a running run is dead, and what to do", { timeout: 120_000 }, async () => {
  const running = folder.start(["run", "flows.ts#gated", "--id", "dead-1"]);
  // A line of the body's log is on disk once the next entry is; what says that it executes is the step before.
  await running.says("first");
  running.kill("SIGKILL");
  await running.ended;
  const why = /its worker \(process \d+\) is dead; the next worker takes it over/;
  const shown = await folder.run("show", "dead-1");
  expect(shown.stdout).toMatch(why);
  expect(shown.stdout).toContain("stepwell resume dead-1");
  const watched = await folder.run("watch", "dead-1", "--wait", "2s");
  expect([watched.code, watched.stderr]).toEqual([5, expect.stringMatching(why)]);
  expect(watched.stderr).toContain("stepwell resume dead-1");
});
