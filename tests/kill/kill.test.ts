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

function asked(script: string, ...words: string[]) {
  const root = join(import.meta.dirname, "../..");
  return spawnSync(process.execPath, [script, ...words], { cwd: root, encoding: "utf8" });
}

it.each([
  ["tests/kill/run.ts", "--kills", "x"],
  ["tests/kill/run.ts", "--from", "0"],
  ["tests/kill/run.ts", "--store", "paper"],
  ["tests/kill/run.ts", "--kill"],
  ["scripts/simulate.ts", "--seeds", "1e9x"],
  ["scripts/simulate.ts", "--mutant", "nobody"],
  ["scripts/simulate.ts", "--seed"],
  ["scripts/mutants.ts", "--seeds", "many"],
  ["scripts/mutants.ts", "nobody"],
  ["scripts/mutants.ts", "--mutant"],
])("%s %s %s is refused: a check of nothing is no success", (script, ...words) => {
  const { status, stderr } = asked(script, ...words);
  expect([status, stderr]).toEqual([2, expect.stringContaining(words.at(-1) ?? "")]);
  expect(stderr).not.toContain("    at ");
});

it.each(["tests/kill/run.ts", "scripts/simulate.ts", "scripts/mutants.ts"])(
  "%s --help says how to call it",
  (script) => {
    const { status, stdout, stderr } = asked(script, "--help");
    expect([status, stdout, stderr]).toEqual([0, expect.stringContaining("npm run "), ""]);
  },
);
