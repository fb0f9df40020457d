import { expect, test } from "vitest";
import { readData } from "./data.ts";

function said(value: unknown): string[] {
  const found: string[] = [];
  readData(value, ({ code, message, path }) => found.push(`${code} ${path}: ${message}`));
  return found;
}

class Money {}

test.each([
  [{ jobs: { a: () => 1 } }, "not-data jobs.a: a function is not data"],
  [{ jobs: [1, undefined] }, "not-data jobs[1]: undefined is not data"],
  [{ on: new Date(0) }, "not-data on: an instance of Date is not data"],
  [{ a: new Money() }, "not-data a: an instance of Money is not data"],
  [{ a: Number.NaN }, "not-data a: NaN is not data"],
  [{ a: 1n }, "not-data a: a bigint is not data"],
  [{ a: new Array(1) }, "not-data a[0]: undefined is not data"],
])("%o is refused", (value, report) => {
  expect(said(value)).toEqual([report]);
});

test("a getter is not called", () => {
  const value = {
    get a(): never {
      throw new Error("called");
    },
  };
  expect(said(value)).toEqual(["not-data a: a function is not data"]);
});

test("own keys named like inherited ones are data, and nothing is polluted", () => {
  const value = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  const node = readData(value, () => expect.unreachable());
  expect(node?.kind === "map" && [...node.entries.keys()]).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("a key without a value is not there, as in JSON", () => {
  const node = readData({ a: undefined, b: null }, () => expect.unreachable());
  expect(node?.kind === "map" && [...node.entries.keys()]).toEqual(["b"]);
});
