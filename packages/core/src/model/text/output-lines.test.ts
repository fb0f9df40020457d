import { expect, test } from "vitest";
import { OutputLines } from "./output-lines.ts";

function linesOf(maxChars: number, ...pieces: string[]): string[] {
  const lines: string[] = [];
  const output = new OutputLines(maxChars, (line) => lines.push(line));
  for (const piece of pieces) output.add(piece);
  output.end();
  return lines;
}

test.each([
  [["one\ntwo\n"], ["one", "two"]],
  [
    ["o", "ne\nt", "wo"],
    ["one", "two"],
  ],
  [["\n\n"], ["", ""]],
  [["dos\r\nunix\n"], ["dos", "unix"]],
  [[""], []],
])("%j are the lines %j", (pieces, lines) => {
  expect(linesOf(10, ...pieces)).toEqual(lines);
});

test("what never breaks comes in pieces", () => {
  expect(linesOf(3, "12345", "678\n")).toEqual(["123", "45678".slice(0, 3), "78"]);
  expect(linesOf(3, "1234567\n")).toEqual(["123", "456", "7"]);
});

/** `####` may not be parted. */
function aside(text: string, at: number, by: number): number {
  const from = text.indexOf("####");
  return from !== -1 && from < at && at < from + 4 ? from + by : at;
}

test("a piece ends before what may not be parted, also when that comes in two", () => {
  const cuts = {
    longest: 4,
    cutBefore: (text: string, at: number) => aside(text, at, 0),
    cutAfter: (text: string, at: number) => aside(text, at, 4),
  };
  for (let before = 0; before < 12; before++) {
    const line = `${"-".repeat(before)}####${"-".repeat(12 - before)}`;
    for (const pieces of [[line, "\n"], [...line], [line]]) {
      const lines: string[] = [];
      const output = new OutputLines(6, (text) => lines.push(text), cuts);
      for (const piece of pieces) output.add(piece);
      output.end();
      expect(lines.join("")).toBe(line);
      expect(lines.filter((text) => text.includes("####"))).toHaveLength(1);
    }
  }
});

test("what may not be parted and is longer than a piece stays whole", () => {
  const cuts = {
    longest: 4,
    cutBefore: (text: string, at: number) => aside(text, at, 0),
    cutAfter: (text: string, at: number) => aside(text, at, 4),
  };
  for (const pieces of [["-####---\n"], [..."-####---"]]) {
    const lines: string[] = [];
    const output = new OutputLines(2, (text) => lines.push(text), cuts);
    for (const piece of pieces) output.add(piece);
    output.end();
    expect(lines).toEqual(["-", "####", "--", "-"]);
  }
});
