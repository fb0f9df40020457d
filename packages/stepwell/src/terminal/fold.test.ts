import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./fold.ts";
import { widthOf } from "./spans.ts";

test("breaks at blanks, and in a word only when it is longer than a line", () => {
  expect(fold("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  expect(fold("abcdefghijkl mn", 5)).toEqual(["abcde", "fghij", "kl mn"]);
  expect(fold("", 5)).toEqual([""]);
});

test("loses nothing, and fits", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 }).map((value) => value.trim());
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (sentence, columns) => {
      const lines = fold(sentence, columns);
      expect(lines.join("").replaceAll(" ", "")).toBe(sentence.replaceAll(" ", ""));
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});
