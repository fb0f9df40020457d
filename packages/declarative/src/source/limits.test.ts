import { expect, test } from "vitest";
import type { Problem } from "../diagnosis/problem.ts";
import { readData } from "./data.ts";
import { sourceLimits } from "./limits.ts";
import { readSource, type SourceFormat } from "./read.ts";

function said(text: string, format: SourceFormat = "yaml"): string[] {
  const problems: Problem[] = [];
  readSource({ file: "w", text, format }, (one) => problems.push(one));
  return problems.map(({ code, message }) => `${code}: ${message}`);
}

const tooLarge = (what: string): string[] => [`source-too-large: ${what}`];

test("a text over a megabyte is not even taken apart", () => {
  expect(said(`a: "${"é".repeat(500_000)}"`)).toEqual(tooLarge("w has more than 1000000 bytes"));
});

test.each(["yaml", "json"] as const)("lists in one another end at a depth: %s", (format) => {
  const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(said(nested(sourceLimits.depth), format)).toEqual([]);
  const refused = tooLarge("lists and maps stand in one another more than 64 deep");
  expect(said(nested(sourceLimits.depth + 1), format)).toEqual(refused);
  expect(said(nested(400_000), format)).toEqual(refused);
  expect(said("[".repeat(900_000), format)).toEqual(refused);
});

test("maps in one another end at the same depth in block form", () => {
  const nested = (depth: number): string =>
    Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}k:`).join("\n");
  expect(said(nested(sourceLimits.depth))).toEqual([]);
  expect(said(nested(sourceLimits.depth + 1))).toEqual(
    tooLarge("lists and maps stand in one another more than 64 deep"),
  );
});

test.each(["yaml", "json"] as const)(
  "a map has 10,000 keys at most, and is read in a time that grows with them: %s",
  (format) => {
    const keys = (count: number): string =>
      format === "yaml"
        ? Array.from({ length: count }, (_, n) => `key${n}: ${n}`).join("\n")
        : `{${Array.from({ length: count }, (_, n) => `"key${n}":${n}`).join()}}`;
    expect(said(keys(10_000), format)).toEqual([]);
    expect(said(keys(10_001), format)).toEqual(tooLarge("a map has more than 10000 keys"));
  },
);

test("a hundred aliases are enough", () => {
  const aliases = (count: number): string => `a: &a 1\nb: [${"*a, ".repeat(count)}]`;
  expect(said(aliases(100))).toEqual([]);
  expect(said(aliases(101))).toEqual(tooLarge("the file has more than 100 aliases"));
});

test("aliases of aliases do not multiply without end", () => {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"])
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(", ")}]`);
  expect(said(bomb.join("\n"))).toEqual(tooLarge("with its aliases the file has more than 200000 values"));
});

test("data of code has the same limits", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const found: string[] = [];
  expect(readData(circle, ({ message }) => found.push(message))).toBeUndefined();
  expect(found).toEqual(["lists and maps stand in one another more than 64 deep"]);
});
