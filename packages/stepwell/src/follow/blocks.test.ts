import { RunTree, type RunTreeRow } from "@stepwell/core";
import { expect, test } from "vitest";
import { blocksOf, fitted, folded } from "./blocks.ts";
import { entry, executing, pipelineEvents, pipelineExecuting, startedAt } from "./test-run.ts";

function rowsOf(events = pipelineEvents(), activity = pipelineExecuting): RunTreeRow[] {
  const tree = new RunTree(startedAt);
  for (const event of events) if (event.type === "entry") tree.add(event.entry, { live: true });
  tree.observe(activity, startedAt);
  return tree.rows({ now: startedAt, status: "running", why: "" });
}

test("a block is a row at the top with all below it, and over when nothing of it goes on", () => {
  const blocks = blocksOf(rowsOf());
  expect(blocks.map(({ rows, over }) => [rows[0]?.label, rows.length, over])).toEqual([
    ["read", 1, true],
    ["clean", 1, true],
    ["enrich", 4, false],
    ["publish", 3, false],
  ]);
});

test("a step that becomes a group keeps its key", () => {
  const one = blocksOf(rowsOf([entry(1, 1, { op: "page#2" })], []));
  const two = blocksOf(rowsOf([entry(1, 1, { op: "page" }), entry(2, 2, { op: "page#2" })], []));
  expect(one[0]?.key).toBe(two[0]?.key);
  expect(one[0]?.mark).not.toBe(two[0]?.mark);
});

test("a level that is done is one line", () => {
  const events = [entry(1, 1, { op: "s/a" }), entry(2, 2, { op: "s/b" })];
  expect(folded(rowsOf(events, [])).map(({ label }) => label)).toEqual(["s"]);
  expect(folded(rowsOf(events, [executing("s/c", 0)])).map(({ label }) => label)).toEqual(["s", "a", "b", "c"]);
});

test("what does not fit goes in the order of what is missed least", () => {
  const rows = rowsOf();
  const labels = (most: number) => fitted(rows, most).rows.map((row) => `${row.type} ${row.label}`);
  expect(labels(8)).not.toContain("executing page");
  expect(labels(7)).not.toContain("member page#130");
  expect(labels(7)).toContain("member page#131");
  expect(labels(4)).toEqual(["step read", "step clean", "group enrich", "level publish"]);
  expect(fitted(rows, 2)).toMatchObject({ rows: [{ label: "enrich" }, { label: "publish" }], left: 0 });
  expect(fitted(rows, 1)).toMatchObject({ rows: [], left: 2 });
});
