import { expect, it } from "vitest";
import type { Entry, RetryValue } from "../model/entry.ts";
import { RunRetries } from "./run-retries.ts";

function entry(kind: Entry["kind"], value?: RetryValue): Entry {
  return { seq: 1, kind, op: "", at: 7, attempt: 0, value: value && JSON.stringify(value) };
}

it("counts retries and no forks; time limits begin anew with both", () => {
  const [retries, renewed] = [new RunRetries(), [] as number[]];
  const run = { row: { startedAt: 3 }, cursor: { renew: (at: number) => renewed.push(at) }, decode: JSON.parse };
  for (const kind of ["retry", "forked", "retry"] as const) retries.delivered(run, entry(kind));
  // What was claimed later has stood in line until then.
  retries.delivered({ ...run, row: { startedAt: 9 } }, entry("forked"));
  expect([retries.times, renewed]).toEqual([2, [7, 7, 7, 9]]);
});

it("says of children that any build may retry them once that was allowed of the run, until its next retry", () => {
  const [retries, renewed] = [new RunRetries(), [] as number[]];
  const run = { row: { startedAt: 3 }, cursor: { renew: (at: number) => renewed.push(at) }, decode: JSON.parse };
  retries.delivered(run, entry("retry", { left: [["a", 1]] }));
  retries.delivered(run, entry("unpinned"));
  expect([retries.ofChildren, retries.left({ id: "a", generation: 1 })]).toEqual([{ build: "any" }, true]);
  retries.delivered(run, entry("retry"));
  expect([retries.ofChildren, renewed]).toEqual([{}, [7, 7]]);
});

it("says of children what the last retry has found", () => {
  const retries = new RunRetries();
  const run = { row: { startedAt: 3 }, cursor: { renew: () => {} }, decode: JSON.parse };
  expect([retries.left({ id: "a", generation: 1 }), retries.ofChildren]).toEqual([false, {}]);
  retries.delivered(run, entry("retry", { left: [["a", 1]], build: "any" }));
  expect([1, 2].map((generation) => retries.left({ id: "a", generation }))).toEqual([true, false]);
  expect(retries.ofChildren).toEqual({ build: "any" });
  retries.delivered(run, entry("retry"));
  expect([retries.left({ id: "a", generation: 1 }), retries.ofChildren]).toEqual([false, {}]);
});
