import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../diagnosis/problem.ts";
import { readParsedYaml } from "./parsed-yaml.ts";
import { SourceText } from "./source-text.ts";
import { anyLines, maps, piece, usual } from "./usual-yaml.fixture.ts";
import { readUsualYaml } from "./usual-yaml.ts";

// Whatever the reader of usual YAML takes, the parser reads in the same way, to the last offset, and finds no fault with.

const root = join(import.meta.dirname, "../../../..");
const written = globSync(["examples/**/*.yml", "packages/declarative/src/load/definitions/*.yml"], { cwd: root }).map(
  (file) => readFileSync(join(root, file), "utf8"),
);

/** @returns whether it was taken */
function compare(text: string): boolean {
  const source = new SourceText("w.yml", text);
  const usual = readUsualYaml(source);
  if (usual === undefined) return false;
  const problems: Problem[] = [];
  const parsed = readParsedYaml(source, (found) => problems.push(found));
  expect(problems).toEqual([]);
  expect(usual).toEqual(parsed);
  return true;
}

test("definitions as people write them are taken, with the same places", () => {
  expect(compare(usual)).toBe(true);
  const taken = written.filter(compare);
  expect(taken.length).toBeGreaterThan(written.length / 2);
});

test("whatever is written is read as the parser reads it, or left to it", () => {
  let taken = 0;
  fc.assert(
    fc.property(maps, (text) => {
      if (compare(text)) taken++;
    }),
    { numRuns: 4_000 },
  );
  expect(taken).toBeGreaterThan(400);
}, 120_000);

test("lines of any kind are, too", () => {
  fc.assert(
    fc.property(anyLines, (text) => {
      compare(text);
    }),
    { numRuns: 2_000 },
  );
}, 120_000);

test("definitions with texts put in, taken out and exchanged are, too", () => {
  const cut = fc.tuple(fc.nat(10_000), fc.nat(12), fc.oneof(piece, piece, fc.constantFrom("\n  ", "\n      ", ": ")));
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(usual, ...written), fc.array(cut, { minLength: 1, maxLength: 3 }), (whole, cuts) => {
      const damaged = cuts.reduce((text, [at, length, put]) => {
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + (length > 6 ? 0 : length));
      }, whole);
      if (compare(damaged)) taken++;
    }),
    { numRuns: 1_000 },
  );
  expect(taken).toBeGreaterThan(100);
}, 120_000);
