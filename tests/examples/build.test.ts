import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
beforeEach(() => {
  example = new ExampleRun("build/build.yml");
});
afterEach(() => example.remove());

test("the project is tested in all legs and packed; killed in the middle, it comes to the same", {
  timeout: 120_000,
}, async () => {
  // Six legs of three scripts, two of the package: the tenth is in the middle of the matrix.
  const outputs = await example.killedAndResumed({ program: "bash", call: 10, having: "-eo pipefail" });
  expect(outputs).toEqual({
    result: "success",
    passed: ["3", "3", "3", "3", "3", "3"],
    failed: [],
    file: "due-dates-1.0.0.tgz",
  });
  const steps = await example.steps("killed");
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps).toContain("test/zone=UTC,options=,language=de_DE.UTF-8/test");
});
