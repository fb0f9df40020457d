import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.ts";

const keys = ["stages", "strategy", "retry", "timeout", "needs", "runs-on", "max-parallel", "fail-fast", "if", "env"];

test.each([
  ["retires", "retry"],
  ["stage", "stages"],
  ["satges", "stages"],
  ["stratgy", "strategy"],
  ["max_parallel", "max-parallel"],
  ["maxParallel", "max-parallel"],
  ["parallel", "max-parallel"],
  ["need", "needs"],
  ["runson", "runs-on"],
  ["time-out", "timeout"],
  ["failfast", "fail-fast"],
  ["envs", "env"],
  ["elephant", ""],
  ["", ""],
  ["x".repeat(100_000), ""],
])("%s is %s", (word, meant) => {
  expect(nearestName(word, keys)).toBe(meant);
});
