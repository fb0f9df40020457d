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
