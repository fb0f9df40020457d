import { expect, test } from "vitest";
import { appearanceOf, type ColourWish } from "./appearance.ts";
import { TestTerminal } from "./test-terminal.ts";

const terminal = new TestTerminal(80).stream;
const pipe = { ...terminal, isTerminal: false };

function colour(variables: Record<string, string>, wish: ColourWish = "auto", stream = terminal): boolean {
  return appearanceOf(stream, { variables, platform: "linux" }, wish).colour;
}

test("colour: the flag, then NO_COLOR, then FORCE_COLOR, then the terminal", () => {
  expect(colour({})).toBe(true);
  expect(colour({}, "auto", pipe)).toBe(false);
  expect(colour({ FORCE_COLOR: "1" }, "auto", pipe)).toBe(true);
  expect(colour({ FORCE_COLOR: "0" })).toBe(false);
  expect(colour({ NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
  expect(colour({ NO_COLOR: "", FORCE_COLOR: "1" }, "auto", pipe)).toBe(true);
  expect(colour({ NO_COLOR: "1" }, "always", pipe)).toBe(true);
  expect(colour({ FORCE_COLOR: "1" }, "never")).toBe(false);
  expect(colour({ TERM: "dumb" })).toBe(false);
});

test("lines are drawn over in a terminal, not in pipes, CI and dumb ones", () => {
  const live = (variables: Record<string, string>, stream = terminal) =>
    appearanceOf(stream, { variables, platform: "linux" }, "auto").live;
  expect([live({}), live({ CI: "false" })]).toEqual([true, true]);
  expect([live({}, pipe), live({ CI: "true" }), live({ TERM: "dumb" })]).toEqual([false, false, false]);
});

test("glyphs where the locale is UTF-8, or none is named", () => {
  const glyphs = (variables: Record<string, string>, platform = "linux") =>
    appearanceOf(terminal, { variables, platform }, "auto").glyphs;
  expect([glyphs({}), glyphs({ LANG: "de_DE.UTF-8" }), glyphs({ LC_ALL: "C.utf8", LANG: "C" })]).toEqual([
    true,
    true,
    true,
  ]);
  expect([glyphs({ LANG: "C" }), glyphs({ LC_ALL: "POSIX", LANG: "de_DE.UTF-8" }), glyphs({ TERM: "linux" })]).toEqual([
    false,
    false,
    false,
  ]);
  expect(glyphs({ LANG: "C" }, "win32")).toBe(true);
});
