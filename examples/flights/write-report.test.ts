import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeAggregates } from "./merge.ts";
import { writeReport } from "./write-report.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "flights-report-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const input = { totals: mergeAggregates([]), airports: [], regions: {} };

test("the files are where their names say, in a directory that need not exist, and nothing else is", () => {
  const target = join(directory, "deep", "report");
  const names = writeReport(input, target);
  expect(readdirSync(target).toSorted()).toEqual(names.toSorted());
  expect(names).toContain("report.md");
});

test("written again over the rest of a crash, they are the same bytes", () => {
  const names = writeReport(input, directory);
  const read = () => names.map((name) => readFileSync(join(directory, name), "utf8"));
  const before = read();
  writeFileSync(join(directory, "report.md.partial"), "half a rep");
  writeReport(input, directory);
  expect(read()).toEqual(before);
  expect(readdirSync(directory)).toHaveLength(names.length);
});
