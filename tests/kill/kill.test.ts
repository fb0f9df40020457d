import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { killLoop, tidyUp } from "./kill-loop.ts";

// The short form of `npm run kill`; with tests/crash more than 50 kills.

it("40 kills under a workload that uses everything: nothing is lost, nothing is recorded twice, all runs end", {
  timeout: 240_000,
}, async () => {
  const report = await killLoop({ kills: 40, orders: 60, seed: 1, workers: 2 });
  expect(report.problems, `${report.said}\n${report.folder}`).toEqual([]);
  expect(report.kills).toBe(40);
  expect(report.repeated).toBeGreaterThan(0);
  tidyUp(report);
});

it.each([
  ["tests/kill/run.ts", "--kills", "x"],
  ["tests/kill/run.ts", "--from", "0"],
  ["scripts/simulate.ts", "--seeds", "1e9x"],
  ["scripts/simulate.ts", "--mutant", "nobody"],
])("%s %s %s is refused: a check of nothing is no success", (script, ...words) => {
  const root = join(import.meta.dirname, "../..");
  const { status, stderr } = spawnSync(process.execPath, [script, ...words], { cwd: root, encoding: "utf8" });
  expect([status, stderr]).toEqual([2, expect.stringContaining(words[1] ?? "")]);
  expect(stderr).not.toContain("    at ");
});
