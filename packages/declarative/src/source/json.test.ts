import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../diagnosis/problem.ts";
import { renderProblems } from "../diagnosis/render.ts";
import type { SourceNode } from "./node.ts";
import { readSource } from "./read.ts";

function read(text: string): { tree: SourceNode | undefined; said: string } {
  const problems: Problem[] = [];
  const tree = readSource({ file: "w.json", text, format: "json" }, (one) => problems.push(one));
  return { tree, said: renderProblems(problems) };
}

function values(node: SourceNode | undefined): unknown {
  if (node?.kind === "map")
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, values(value)]));
  return node?.kind === "list" ? node.items.map(values) : node?.value;
}

test("reads what JSON.parse reads, and refuses what it refuses", () => {
  const exact = fc.jsonValue().map((value) => JSON.stringify(value));
  const damaged = fc
    .tuple(exact, fc.nat(), fc.constantFrom("", ",", "}", '"', "\\", "1", "\u0001", " "))
    .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
  fc.assert(
    fc.property(fc.oneof(exact, damaged), (text) => {
      const { tree, said } = read(text);
      // Two things that JSON.parse is content with: keys twice, numbers that lose digits.
      if (/stands here twice|kept exactly/.test(said)) return;
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(said).toMatch(/not JSON|no definition/);
        return;
      }
      expect(said).toBe("");
      expect(JSON.stringify(values(tree))).toBe(JSON.stringify(expected));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [
    '{\n  "a": 1,\n}',
    'w.json:3:1  this is not JSON: expected a key, found "}"\n 3 | }\n   | ^ put keys in double quotes, and no comma after the last one',
  ],
  ['{ "a" 1 }', 'w.json:1:7  this is not JSON: expected a colon, found "1"\n 1 | { "a" 1 }\n   |       ^'],
  ["[1 2]", 'w.json:1:4  this is not JSON: expected a comma or ], found "2"\n 1 | [1 2]\n   |    ^'],
  [
    "{ 'a': 1 }",
    "w.json:1:3  this is not JSON: expected a key, found \"'\"\n 1 | { 'a': 1 }\n   |   ^ put keys in double quotes, and no comma after the last one",
  ],
  [
    '["a\tb"]',
    'w.json:1:4  this is not JSON: a text holds "\\t"\n 1 | ["a b"]\n   |    ^ write \\n for a line break and \\\\ for a backslash',
  ],
  [
    "[NaN]",
    'w.json:1:2  this is not JSON: expected a value, found "N"\n 1 | [NaN]\n   |  ^ texts stand in double quotes; JSON has no comments',
  ],
  ["{} x", 'w.json:1:4  this is not JSON: there is more after the end: "x"\n 1 | {} x\n   |    ^ take it out'],
  [
    '{"a":1,"a":2}',
    'w.json:1:8  "a" stands here twice, first in line 1\n 1 | {"a":1,"a":2}\n   |        ^^^ take one of them out',
  ],
])("%j is reported", (text, report) => {
  expect(read(text).said.trimEnd()).toBe(report);
});
