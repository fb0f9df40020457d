import { expect, test } from "vitest";
import { HiddenTexts } from "../../expressions/hidden-texts.ts";
import { Kept } from "./kept-output.ts";

function keptOf(limit: number, pieces: readonly string[], hidden?: HiddenTexts): string {
  const kept = new Kept(limit, hidden);
  for (const piece of pieces) kept.add(piece);
  return kept.text;
}

const digits = "0123456789";

test("what is no longer than the limit is kept whole, however it comes", () => {
  for (const pieces of [[digits], [...digits], ["0123", "", "456789"]]) expect(keptOf(10, pieces)).toBe(digits);
  expect(keptOf(10, [])).toBe("");
});

test("of more, the beginning and the end, with how much is missing", () => {
  const many = digits.repeat(50);
  for (const pieces of [[many], [...many]])
    expect(keptOf(10, pieces)).toBe("01234\n[… 490 characters left out …]\n56789");
});

test("a secret at a cut is kept whole or left out whole", () => {
  const secret = "geheim";
  const hidden = HiddenTexts.of([secret]);
  for (let at = 0; at < 40; at++) {
    const text = `${"-".repeat(at)}${secret}${"-".repeat(40 - at)}`;
    for (const pieces of [[text], [...text]]) {
      const shown = hidden.hide(keptOf(20, pieces, hidden));
      expect([at, shown.replaceAll(/\[.*\]/g, "")]).toEqual([at, expect.not.stringMatching(/[a-z]/)]);
    }
  }
});
