import { expect, test } from "vitest";
import { legsOf, type MatrixValues } from "./legs.ts";

const legs = (parts: Partial<MatrixValues>) => legsOf({ axes: [], include: [], exclude: [], ...parts });
const two: MatrixValues["axes"] = [
  ["env", ["dev", "prod"]],
  ["region", ["eu", "us"]],
];

test("every combination, in the order of keys and values", () => {
  expect(legs({ axes: two }).map(({ id }) => id)).toEqual([
    "env=dev,region=eu",
    "env=dev,region=us",
    "env=prod,region=eu",
    "env=prod,region=us",
  ]);
});

test("what is excluded is not there, by a part of its values too", () => {
  expect(legs({ axes: two, exclude: [{ env: "dev" }] }).map(({ id }) => id)).toEqual([
    "env=prod,region=eu",
    "env=prod,region=us",
  ]);
  expect(legs({ axes: two, exclude: [{}] })).toHaveLength(4);
});

// The example of GitHub's documentation of jobs.<id>.strategy.matrix.include.
test("what is included joins the combinations that it does not contradict, or is one of its own", () => {
  const axes: MatrixValues["axes"] = [
    ["fruit", ["apple", "pear"]],
    ["animal", ["cat", "dog"]],
  ];
  const include = [
    { color: "green" },
    { color: "pink", animal: "cat" },
    { fruit: "apple", shape: "circle" },
    { fruit: "banana" },
    { fruit: "banana", animal: "cat" },
  ];
  expect(legs({ axes, include }).map(({ values }) => values)).toEqual([
    { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
    { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
    { fruit: "pear", animal: "cat", color: "pink" },
    { fruit: "pear", animal: "dog", color: "green" },
    { fruit: "banana" },
    { fruit: "banana", animal: "cat" },
  ]);
});

test("only included ones make a matrix", () => {
  expect(legs({ include: [{ a: 1 }, { a: 2 }] }).map(({ id }) => id)).toEqual(["a=1", "a=2"]);
});

test("equal ones stay apart, and maps are called by their name", () => {
  const axes: MatrixValues["axes"] = [["x", [1, 1, { name: "big", cpu: 4 }, { cpu: 2 }]]];
  expect(legs({ axes }).map(({ id }) => id)).toEqual(["x=1", "x=1 (2)", "x=big", 'x={"cpu":2}']);
});

test("own keys are data", () => {
  const axes: MatrixValues["axes"] = [["__proto__", ["a"]]];
  expect(Object.getOwnPropertyNames(legs({ axes })[0]?.values)).toEqual(["__proto__"]);
  expect(({} as { a?: unknown }).a).toBeUndefined();
});
