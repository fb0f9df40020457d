import { expect, it } from "vitest";
import { goesOn, isIssue, isMark, isTold } from "./entry.ts";
import { entryKinds } from "./entry-kinds.ts";

it("what the code did at once is an issue", () => {
  const issues = ["set", "attributes", "title", "patched", "ask", "token", "undo"];
  expect(entryKinds.filter(isIssue).toSorted()).toEqual(issues.toSorted());
});

it("the code is not told of its own issues, of a body's beginning, nor of how its generation began", () => {
  const untold = ["step-started", "kept", "retry", "forked", "unpinned"];
  expect(entryKinds.filter((kind) => !isTold(kind) && !isIssue(kind)).toSorted()).toEqual(untold.toSorted());
  expect(entryKinds.filter((kind) => isIssue(kind) && isTold(kind))).toEqual([]);
  expect(isTold("cancel") && isTold("timeout") && isTold("refused")).toBe(true);
});

it("after some answers the operation wants something again", () => {
  const goingOn = ["attempt", "step-started", "child-started", "held", "retried"];
  expect(entryKinds.filter(goesOn).toSorted()).toEqual(goingOn.toSorted());
});

it("how a generation began is a mark, and nothing that its code has done", () => {
  expect(entryKinds.filter(isMark).toSorted()).toEqual(["forked", "retry", "unpinned"]);
});
