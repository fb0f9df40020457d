import { expect, test } from "vitest";
import { plainText, printedLines } from "./sanitise.ts";

const hostile: readonly (readonly [name: string, text: string])[] = [
  ["erasing the screen", "a\u001b[2Jb"],
  ["moving the cursor", "a\u001b[10;5Hb"],
  ["another screen", "a\u001b[?1049hb"],
  ["the window's title", "a\u001b]0;title\u0007b"],
  ["a link", "a\u001b]8;;http://x\u001b\\b"],
  ["the clipboard", "a\u001b]52;c;AAAA\u0007b"],
  ["a device string", "a\u001bP1$r\u001b\\b"],
  ["eight-bit controls", "a\u009b2Jb"],
  ["full reset", "a\u001bcb"],
  ["bells and backspaces", "a\u0007\u0008b"],
  ["text that runs backwards", "a\u202eb"],
];

test.each(hostile)("%s is taken out", (_, text) => {
  expect(plainText(text)).toBe("ab");
  expect(printedLines(text)).toEqual(["ab"]);
});

test("a sequence without an end takes the rest with it, and leaves no escape", () => {
  expect(plainText("a\u001b]0;title")).toBe("a");
  expect(plainText("a\u001b[")).toBe("a");
  expect(plainText("a\u001b")).toBe("a");
});

test("colours of what others print are kept, and end with the line", () => {
  expect(printedLines("\u001b[31mred\nplain")).toEqual(["\u001b[31mred\u001b[0m", "plain"]);
  expect(plainText("\u001b[31mred\u001b[0m")).toBe("red");
});

test("one line stays one line", () => {
  expect(plainText("a\r\nb\tc")).toBe("a b c");
});

test("a line that was written over shows its last state", () => {
  expect(printedLines("10%\r20%\r30%\n")).toEqual(["30%", ""]);
});
