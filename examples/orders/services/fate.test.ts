import { expect, test } from "vitest";
import { fate, mostFailuresInARow } from "./fate.ts";

const keys = Array.from({ length: 500 }, (_, n) => `o-${n}/charge`);

test("about a fifth of the first tries fail, in both ways", () => {
  const fates = keys.map((key) => fate(key, 1));
  const failed = fates.filter((one) => one !== "done");
  expect(failed.length / keys.length).toBeGreaterThan(0.15);
  expect(failed.length / keys.length).toBeLessThan(0.3);
  expect(new Set(failed)).toEqual(new Set(["absent", "lost"]));
});

test("nothing fails for ever, and the same things fail each time", () => {
  for (const key of keys) expect(fate(key, mostFailuresInARow + 1)).toBe("done");
  expect(keys.map((key) => fate(key, 2))).toEqual(keys.map((key) => fate(key, 2)));
});
