import assert from "node:assert/strict";
import { test } from "node:test";
import { dueAfter, written } from "../dist/due-dates.js";

test("a week has five working days", () => {
  assert.equal(dueAfter("2026-01-30", 5), "2026-02-06");
});

test("the day on which clocks change is a day like the others", () => {
  assert.equal(dueAfter("2026-03-27", 1), "2026-03-30");
  assert.equal(dueAfter("2026-10-30", 1), "2026-11-02");
});

test("a day is written as it is, wherever it is written", () => {
  assert.equal(written("2026-01-01"), "1 January 2026");
});
