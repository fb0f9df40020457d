import { expect, it } from "vitest";
import { forkSeeds, isSeed, moveSeeds, ownSeed, seedNow } from "./seed.ts";

const [a, b, c] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)] as const;

function at(seeds: string, position: number): string {
  return seedNow(seeds, (entry) => entry <= position);
}

it("of a run that was not forked counts always", () => {
  expect([at(a, 0), at(a, 99), moveSeeds(a, () => 0)]).toEqual([a, a, a]);
});

it("of a fork is the other's until the last common entry is known", () => {
  const seeds = forkSeeds(a, 2, b);
  expect(seeds).toBe(`${a}@2,${b}`);
  expect([0, 1, 2, 3].map((position) => at(seeds, position))).toEqual([a, a, b, b]);
});

it("of a fork that has nothing in common is its own", () => {
  expect(forkSeeds(a, 0, b)).toBe(b);
});

it("of a fork of a fork is each one's for its part", () => {
  const seeds = forkSeeds(forkSeeds(a, 2, b), 5, c);
  expect([1, 2, 4, 5].map((position) => at(seeds, position))).toEqual([a, b, b, c]);
  expect(forkSeeds(`${a}@2,${b}`, 1, c)).toBe(`${a}@1,${c}`);
  expect(forkSeeds(`${a}@2,${b}`, 2, c)).toBe(`${a}@2,${c}`);
});

it("follows the entries when their positions change", () => {
  expect(moveSeeds(`${a}@2,${b}@5,${c}`, (position) => position - 2)).toBe(`${b}@3,${c}`);
});

it("of a fork is its own from the last common entry on", () => {
  expect([ownSeed(a), ownSeed(`${a}@2,${b}`), ownSeed(`${a}@2,${b}@5,${c}`)]).toEqual([a, b, c]);
});

it("is 32 hex digits, after those of the runs that it was forked from", () => {
  for (const seed of [a, `${a}@2,${b}`, `${a}@2,${b}@15,${c}`]) expect(isSeed(seed)).toBe(true);
  const none = ["", "a", `${a}a`, `x${a}`, "g".repeat(32), `${a}@2`, `${a}@2,`, `${a},${b}`, `${a}@x,${b}`, `a@2,${b}`];
  for (const text of none) expect(isSeed(text), text).toBe(false);
});
