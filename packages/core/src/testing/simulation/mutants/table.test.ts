import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutants } from "./table.ts";

test.each(Object.entries(mutants))("mutant %s: its text stands in the source once", (_, { file, find, replace }) => {
  const source = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  expect(source.split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});
