import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, cutLine, lineWidth, pad, paint, span, widthOf } from "./spans.ts";

test.each([
  ["short", 10, "short"],
  ["exactly10!", 10, "exactly10!"],
  ["longer than ten", 10, "longer th…"],
  ["日本語のテキスト", 7, "日本語…"],
  ["👩‍👩‍👧‍👧 family", 4, "👩‍👩‍👧‍👧 …"],
  ["anything", 1, "…"],
  ["anything", 0, ""],
])("%s in %i columns", (text, columns, shown) => {
  expect(cut(text, columns, "…")).toBe(shown);
});

test("a line is cut where it does not fit any more, and keeps the tone of each piece", () => {
  const line = [span("abc", "bad"), span("def"), span("ghi")];
  expect(cutLine(line, 9, "…")).toBe(line);
  expect(cutLine(line, 5, "…")).toEqual([span("abc", "bad"), span("d…")]);
  expect(paint(cutLine(line, 3, "…"), false)).toBe("ab…");
});

test("nothing is ever wider than its columns", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.nat(30), (texts, columns) => {
      const line = cutLine(
        texts.map((piece) => span(piece)),
        columns,
        "…",
      );
      expect(lineWidth(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

test("padding counts columns, not characters", () => {
  expect(widthOf(pad("日本", 6))).toBe(6);
});

test("colour is only added when it is wanted", () => {
  const line = [span("✗", "bad"), span(" failed")];
  expect(paint(line, false)).toBe("✗ failed");
  expect(paint(line, true)).toBe("\u001b[31m✗\u001b[39m failed");
});
