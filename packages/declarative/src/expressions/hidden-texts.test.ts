import { expect, test } from "vitest";
import { HiddenTexts } from "./hidden-texts.ts";

const hidden = HiddenTexts.of(["geheim", "line one\nline two"]);

test("a cut goes aside of a secret, in whatever form, to either side", () => {
  const text = "it is geheim, and so on";
  for (let at = 0; at <= text.length; at++) {
    const inside = at > 6 && at < 12;
    expect([at, hidden.cutBefore(text, at), hidden.cutAfter(text, at)]).toEqual([
      at,
      inside ? 6 : at,
      inside ? 12 : at,
    ]);
  }
  const coded = Buffer.from("geheim").toString("base64");
  expect(hidden.cutBefore(`x${coded}`, 4)).toBe(1);
  expect(hidden.cutAfter("line one\nline two", 10)).toBe(17);
});

test("secrets that overlap are passed together", () => {
  const two = HiddenTexts.of(["abcdef", "efghij"]);
  expect([two.cutBefore("-abcdefghij-", 8), two.cutAfter("-abcdefghij-", 3)]).toEqual([1, 11]);
});

test("without secrets a cut is where it is", () => {
  expect([HiddenTexts.none.longest, HiddenTexts.none.cutBefore("abc", 2), HiddenTexts.of(["abc"]).isEmpty]).toEqual([
    0,
    2,
    true,
  ]);
});

test.each([
  ["encodeURIComponent", encodeURIComponent("p/w+ (ü)'*")],
  ["Python's quote", "p/w%2B%20%28%C3%BC%29%27%2A"],
  ["Python's quote_plus", "p%2Fw%2B+%28%C3%BC%29%27%2A"],
  ["encodeURI", encodeURI("p/w+ (ü)'*")],
  ["a form", new URLSearchParams({ a: "p/w+ (ü)'*" }).toString().slice(2)],
  ["Python's json.dumps", "p/w+ (\\u00fc)'*"],
])("a secret is hidden as %s writes it", (_, written) => {
  expect(HiddenTexts.of(["p/w+ (ü)'*"]).hide(`a=${written}&b`)).toBe("a=***&b");
});

test("half a character in a secret hides the rest no less", () => {
  expect(HiddenTexts.of(["half \ud83d"]).hide("it is half \ud83d, then")).toBe("it is ***, then");
});
