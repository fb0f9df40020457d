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
