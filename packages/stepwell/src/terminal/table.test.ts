import { expect, test } from "vitest";
import { paint } from "./spans.ts";
import { table } from "./table.ts";

const rows = [
  [{ text: "✓ completed" }, { text: "r-0rjm14qfb0zbrc5" }, { text: "orders: number 17" }, { text: "3.6s" }],
  [{ text: "✗ failed" }, { text: "o-1" }, { text: "a" }, { text: "" }],
];

function shown(columns: number): string[] {
  return table(rows, { columns, end: "…", whole: [0, 1] }).map((line) => paint(line, false));
}

test("columns stand below each other", () => {
  expect(shown(80)).toEqual([
    "✓ completed  r-0rjm14qfb0zbrc5  orders: number 17  3.6s",
    "✗ failed     o-1                a",
  ]);
});

test("what does not fit is taken from the widest, never from an id", () => {
  expect(shown(45)).toEqual(["✓ completed  r-0rjm14qfb0zbrc5  orders…  3.6s", "✗ failed     o-1                a"]);
});

test("then columns go, from the right", () => {
  expect(shown(36)).toEqual(["✓ completed  r-0rjm14qfb0zbrc5  ord…", "✗ failed     o-1                a"]);
  expect(shown(10)).toEqual(["✓ completed  r-0rjm14qfb0zbrc5", "✗ failed     o-1"]);
});
