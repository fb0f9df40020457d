/** Two builds, each a process of its own, on one file: what is pinned to the one is left by the other. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "flow.ts",
  `import { existsSync } from "node:fs";
import { workflow } from "stepwell";
export const flow = workflow({ name: "flow", versioning: "pinned" }, async (wf) => {
  await wf.step("first", () => process.env.STEPWELL_BUILD);
  return await wf.step("gate", async () => {
    console.log("at the gate");
    while (!existsSync("open")) await new Promise((resolve) => setTimeout(resolve, 20));
    return process.env.STEPWELL_BUILD;
  });
});
`,
);
const v1 = { STEPWELL_BUILD: "v1" };
const v2 = { STEPWELL_BUILD: "v2" };
const as = (build: Record<string, string>, ...words: string[]) => folder.start(words, build).ended;

describe("runs that are pinned to a build", { timeout: 120_000 }, () => {
  test("are left by another one when their process is dead, and it is said why", async () => {
    const first = folder.start(["run", "flow.ts", "--id", "run-1"], v1);
    await first.says("at the gate");
    first.kill("SIGKILL");
    await first.ended;
    const { code, stderr } = await as(v2, "resume", "run-1");
    expect([code, stderr]).toEqual([2, expect.stringContaining("other-build")]);
    expect(stderr).toContain('run run-1 is pinned to build "v1", and the code here is build "v2"');
    expect((await as(v2, "check")).stdout).toContain("1 run pinned to other builds: left to them");
    // A worker of the other build is there, alive, while one of its own runs is executed: it gives the dead one's back.
    const other = folder.start(["run", "flow.ts", "--id", "run-2"], v2);
    await other.says("at the gate");
    const why = 'pinned to build "v1", which no live worker has; no live worker serves it';
    expect((await folder.run("show", "run-1")).stdout).toContain(why);
    expect((await folder.run("runs")).stdout).toContain(why);
    const doctor = await folder.run("doctor");
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('1 run (run-1) is pinned to build "v1", which no live worker has');
    expect(doctor.stdout).toMatch(/stepwell resume run-1\s+--any-build/);
    folder.write("open", "");
    expect(JSON.parse((await other.ended).stdout)).toBe("v2");
  });

  test("go on with their own build, or with any that a person lets go on", async () => {
    const own = await as(v1, "resume", "run-1");
    expect([own.code, JSON.parse(own.stdout)]).toEqual([0, "v1"]);
    const gone = folder.start(["run", "flow.ts", "--id", "run-3", "--detach"], v1);
    await gone.ended;
    const taken = await as(v2, "resume", "run-3", "--any-build");
    expect([taken.code, JSON.parse(taken.stdout)]).toEqual([0, "v2"]);
    expect(JSON.parse((await folder.run("show", "run-3", "--json")).stdout).build).toBe("v2");
  });
});
