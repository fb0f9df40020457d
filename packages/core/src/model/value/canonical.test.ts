import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { canonical } from "./canonical.ts";
import { encode } from "./codec.ts";

const same = (a: unknown, b: unknown) => canonical(encode(a, "test")) === canonical(encode(b, "test"));

test("the order of keys does not count, at any depth", () => {
  expect(same({ a: 1, b: { c: 2, d: [{ e: 1, f: 2 }] } }, { b: { d: [{ f: 2, e: 1 }], c: 2 }, a: 1 })).toBe(true);
  expect(same({ a: 1n, b: 2 }, { b: 2, a: 1n })).toBe(true);
});

test("the order of lists, Maps and Sets counts", () => {
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(
    same(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
    ),
  ).toBe(false);
  expect(same(new Set([1, 2]), new Set([2, 1]))).toBe(false);
});

test.each([
  [1, "1"],
  [1, 1n],
  [0, -0],
  [null, undefined],
  [{}, { a: undefined }],
  [{ a: 1 }, { b: 1 }],
  [[], {}],
  [new Date(5), { "~Date": 5 }],
  [
    [new Date(5), 1n],
    [{ "~Date": 5 }, 1n],
  ],
  [{ "~Object": { "~Date": 5 } }, { "~Date": 5 }],
])("%#: %o and %o differ", (a, b) => {
  expect(same(a, b)).toBe(false);
});

test("the form does not count: a value of another realm equals the same value of this one", () => {
  const foreign = runInContext('({ b: [1], a: { "~Date": 5 } })', createContext({}));
  const own = { a: { "~Date": 5 }, b: [1] };
  expect(encode(foreign, "test").startsWith("~")).toBe(true);
  expect(encode(own, "test").startsWith("~")).toBe(false);
  expect(same(foreign, own)).toBe(true);
});
