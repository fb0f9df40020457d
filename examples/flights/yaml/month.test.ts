import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeMonth } from "./month.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flights-month-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a month has a line for each flight that passes the checks: hour and delay", async () => {
  const file = join(folder, "june.csv");
  const { kept, rejected } = await writeMonth(6, file);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(kept);
  expect(rejected).toBeGreaterThan(0);
  expect(lines.every((line) => /^(?:[01]\d|2[0-3]),-?\d+$/.test(line))).toBe(true);
});

test("a month that is not in the file has none", async () => {
  const file = join(folder, "december.csv");
  expect(await writeMonth(12, file)).toEqual({ kept: 0, rejected: 0 });
  expect(readFileSync(file, "utf8")).toBe("");
});
