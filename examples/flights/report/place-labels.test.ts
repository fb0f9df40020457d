import fc from "fast-check";
import { expect, test } from "vitest";
import { type Label, placeLabels } from "./place-labels.ts";

const page = { x: 0, y: 0, width: 400, height: 300 };
const spotsOnPage = fc
  .array(
    fc.record({
      x: fc.double({ min: 0, max: 400, noNaN: true }),
      y: fc.double({ min: 0, max: 300, noNaN: true }),
      radius: fc.double({ min: 2, max: 30, noNaN: true }),
    }),
    { maxLength: 40 },
  )
  .map((spots) => spots.map((spot, index) => ({ ...spot, label: String(100 + index) })));

/** Smaller than what the placement reserves, so that only true collisions count. */
function box({ x, y, anchor }: Label) {
  const width = 22;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 9, bottom: y + 2 };
}

test("names never meet and stay on the page", () => {
  fc.assert(
    fc.property(spotsOnPage, (spots) => {
      const boxes = placeLabels({ named: spots, all: spots }, page).map(box);
      for (const [index, a] of boxes.entries()) {
        expect(a.left >= 0 && a.right <= 400 && a.top >= 0 && a.bottom <= 300).toBe(true);
        for (const b of boxes.slice(index + 1))
          expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
      }
    }),
  );
});

test("a large lone circle has its name inside, a small one to its right, one at the edge to its left", () => {
  const spots = [
    { x: 200, y: 50, radius: 25, label: "BIG" },
    { x: 200, y: 150, radius: 4, label: "TNY" },
    { x: 390, y: 250, radius: 4, label: "RIM" },
  ];
  const placed = placeLabels({ named: spots, all: spots }, page);
  expect(placed.map(({ words, anchor, inside }) => [words, anchor, inside])).toEqual([
    ["BIG", "middle", true],
    ["TNY", "start", false],
    ["RIM", "end", false],
  ]);
});

test("in a crowd the name moves off and a line leads there", () => {
  const around = [0, 60, 120, 180, 240, 300].map((degrees, index) => ({
    x: 200 + 22 * Math.cos((degrees * Math.PI) / 180),
    y: 150 + 22 * Math.sin((degrees * Math.PI) / 180),
    radius: 12,
    label: `N${index}`,
  }));
  const hidden = { x: 200, y: 150, radius: 5, label: "MID" };
  const [label] = placeLabels({ named: [hidden], all: [hidden, ...around] }, page);
  expect(label?.leader).toBeDefined();
});

test("only those are named that are asked for", () => {
  const spots = [1, 2, 3].map((index) => ({ x: 100 * index, y: 100, radius: 5, label: `A${index}` }));
  expect(placeLabels({ named: spots.slice(1, 2), all: spots }, page).map(({ words }) => words)).toEqual(["A2"]);
});
