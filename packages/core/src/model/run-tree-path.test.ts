import { expect, test } from "vitest";
import { shortLabel, spoken, treePath } from "./run-tree-path.ts";

test.each([
  ["page", "step", ["page"], "page"],
  ["page#17", "step", ["page"], "page#17"],
  ["enrich/page#17", "step", ["enrich", "page"], "page#17"],
  ["map[3]/reserve", "step", ["map", "reserve"], "map[3]/reserve"],
  ["map#2[3]/a/b#2", "step", ["map", "a", "b"], "map#2[3]/a/b#2"],
  ["a/b[2]/c", "step", ["a", "b", "c"], "b[2]/c"],
  ["sleep~cool/nap#2", "sleep", ["cool", "nap"], "nap#2"],
])("%s", (op, kind, names, label) => {
  expect(treePath(op)).toEqual({ kind, names, label });
});

test("what is not a step says its kind, unless its name does", () => {
  const said = [spoken("step", "a"), spoken("sleep", "nap"), spoken("sleep", "sleep"), spoken("receive", "receive:ok")];
  expect(said).toEqual(["a", "sleep nap", "sleep", "receive:ok"]);
});

test("an item of a map needs only its number below its group", () => {
  const said = [shortLabel("map[3]/reserve", "reserve"), shortLabel("map[3]/a/b#2", "b"), shortLabel("page#7", "page")];
  expect(said).toEqual(["[3]", "[3]/a/b#2", "page#7"]);
});
