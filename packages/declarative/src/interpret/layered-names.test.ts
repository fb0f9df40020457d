import { expect, test } from "vitest";
import { LayeredNames } from "./layered-names.ts";

test("names of a place come before those that hold everywhere, and keep their order", () => {
  const everywhere = new Map<string, unknown>([
    ["params", 1],
    ["env", "run"],
  ]);
  const names = new LayeredNames(everywhere, { env: "stage", item: undefined });
  expect([...names]).toEqual([
    ["params", 1],
    ["env", "stage"],
    ["item", undefined],
  ]);
  expect([...names.keys()]).toEqual(["params", "env", "item"]);
  expect(["params", "env", "item", "toString"].map((name) => [names.get(name), names.has(name)])).toEqual([
    [1, true],
    ["stage", true],
    [undefined, true],
    [undefined, false],
  ]);
});
