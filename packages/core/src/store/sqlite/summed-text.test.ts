import fc from "fast-check";
import { expect, it } from "vitest";
import { damagedText } from "../../model/value/damaged-text.ts";
import { summed, verified } from "./summed-text.ts";

it("a text comes back as it was", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => verified(summed(text)) === text));
});

it("one in which a character is another, missing or added does not", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.string({ maxLength: 1 }), (text, at, other) => {
      const stored = summed(text);
      const place = at % stored.length;
      const changed = stored.slice(0, place) + other + stored.slice(place + 1);
      fc.pre(changed !== stored);
      expect(verified(changed)).toBe(damagedText);
    }),
  );
});

it("nothing at all is damaged, too", () => {
  expect(verified("")).toBe(damagedText);
  expect(verified("#00000000")).toBe("");
});
