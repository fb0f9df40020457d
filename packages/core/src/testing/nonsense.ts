/** Arguments that make no sense, or might: what a public entry must not stumble over. */
import fc from "fast-check";
import { hostile } from "./hostile.ts";

const huge = "x".repeat(2_000_000);

const table: Readonly<Record<string, () => unknown>> = {
  ...hostile,
  zero: () => 0,
  minus: () => -1,
  fraction: () => 1.5,
  "not a number": () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  "a huge number": () => Number.MAX_VALUE,
  "a huge bigint": () => 10n ** 30n,
  "an empty text": () => "",
  "a text": () => "some text",
  "a huge text": () => huge,
  "half a pair": () => "\ud800",
  "a text with a null character": () => "a\u0000b",
  yes: () => true,
  no: () => false,
  "an empty list": () => [],
  "a list of nonsense": () => [undefined, null, 1, "x", {}],
  "a sparse list": () => new Array(3),
  "an empty object": () => ({}),
  "an object with an unknown option": () => ({ unknownOption: 1 }),
  "an object with a huge option": () => ({ [huge]: 1 }),
  "an object with __proto__ of its own": () => JSON.parse('{"__proto__": {"limit": -1}}'),
  "no instant": () => new Date(Number.NaN),
  "a date": () => new Date(0),
  "a map": () => new Map([["limit", 1]]),
  "a class": () => class {},
  "a promise": () => Promise.resolve(1),
  "a generator": () => (function* () {})(),
};

/** By name, each made anew when it is called. */
export const nonsense: readonly (readonly [name: string, make: () => unknown])[] = Object.entries(table);

/** Anything that fast-check can think of, seeded. */
export function arbitraries(count: number, seed: number): readonly (readonly [name: string, make: () => unknown])[] {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
  });
  return fc.sample(anything, { numRuns: count, seed }).map((value, n) => [`fast-check ${seed}/${n}`, () => value]);
}
