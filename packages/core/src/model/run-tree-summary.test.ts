import { expect, test } from "vitest";
import { formatNumber, summaryOf } from "./run-tree-summary.ts";

test.each([
  [1234567, "1,234,567"],
  [-1234, "-1,234"],
  [999, "999"],
  [1234.5678, "1,234.56"],
  [12n ** 12n, "8,916,100,448,256"],
  [Number.NaN, "NaN"],
  [1e21, "1e+21"],
])("%s is written %s", (amount, text) => {
  expect(formatNumber(amount)).toBe(text);
});

test.each([
  [undefined, ""],
  [42_000, "42,000"],
  [[1, 2, 3], "3 items"],
  [[1], "1 item"],
  [new Map([[1, 2]]), "1 item"],
  [{ records: 100_000 }, "100,000 records"],
  [{ kept: 1, rejected: [1, 2] }, "1 kept, 2 rejected"],
  [{ a: 1, b: 2, c: 3, d: 4 }, ""],
  [{}, ""],
  [null, ""],
  [new Date(0), ""],
])("%j in a few words is %j", (value, text) => {
  expect(summaryOf(value)).toBe(text);
});

test("text is never shown: it may be a secret", () => {
  expect([summaryOf("token-123"), summaryOf({ token: "123", n: 1 })]).toEqual(["", ""]);
});
