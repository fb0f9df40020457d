import { expect, test } from "vitest";
import { byName } from "./by-name.ts";

test("every name is an own one of an ordinary object", () => {
  const named = byName([1, 2, 3], (n) => ["a", "__proto__", "toString"][n - 1] ?? "");
  expect(Object.entries(named)).toEqual([
    ["a", 1],
    ["__proto__", 2],
    ["toString", 3],
  ]);
  expect(Object.getPrototypeOf(named)).toBe(Object.prototype);
});
