import { expect, test } from "vitest";
import { endedMember } from "./run-tree-ended.ts";

const at = new Date(0);
const said = (kind: string, op: string, value: unknown) => {
  const { summary, why } = endedMember({ seq: 1, kind, op, at, attempt: 1, value }, op, kind === "step-failed");
  return why === "" ? summary : `failed: ${why}`;
};

test.each([
  ["step", "s", { kept: 3 }, "3 kept"],
  ["step-data", "s", { result: [1, 2], set: [] }, "2 items"],
  ["step-failed", "s", new Error("503"), "failed: 503"],
  ["child", "call~c", [true, { rows: 7 }], "7 rows"],
  ["child", "call~c", [false, new Error("child failed")], "failed: child failed"],
  ["child", "cached~c", "ended", ""],
  ["started", "start~c", "p~c", "p~c"],
  ["started", "start~c", new Error("taken"), "failed: taken"],
  ["sent", "send~s", undefined, ""],
  ["sent", "send~s", new Error("no such run"), "failed: no such run"],
  ["signal", "receive~s", 5, "5"],
  ["answer", "ask~a", { value: { yes: true }, by: "ann" }, "by ann"],
  ["answer", "ask~a", { value: 7, by: undefined }, "7"],
  ["given", "s", { act: "complete", value: 7, by: "ann" }, "7, given by ann"],
  ["given", "s", { act: "skip" }, "skipped by a person"],
  ["given", "s", { act: "fail", value: "no stock", by: "ann" }, "failed: failed by ann: no stock"],
  ["timer", "sleep~nap", undefined, ""],
  ["timer", "receive~s", undefined, "its time was over"],
  ["cached", "cached~c", { rows: 2 }, "2 rows"],
])("of %s at %s it says what came, or why nothing good did", (kind, op, value, expected) => {
  expect(said(kind, op, value)).toBe(expected);
});
