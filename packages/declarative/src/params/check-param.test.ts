import { expect, test } from "vitest";
import type { ParamType } from "../definition/param.ts";
import { checkParam } from "./check-param.ts";
import { type More, param } from "./given-param.fixture.ts";

test.each<[ParamType, More, string[]]>([
  ["int", { default: 5, min: 1, max: 9 }, []],
  ["int", { default: 0, min: 1 }, ["default: it is less than 1"]],
  ["int", { min: 5, max: 4 }, ["min: it is greater than max: 5 and 4"]],
  ["int", { min: "many" }, ['min: "many" is not a number']],
  ["date", { min: "2026-13-01" }, ['min: "2026-13-01" is not a date']],
  ["datetime", { min: "2026-01-02", max: "2026-01-01" }, ["min: it is greater than max: 2026-01-02 and 2026-01-01"]],
  [
    "bool",
    { min: 1, pattern: "x", options: [1] },
    [
      "min: it means nothing for type bool, only for str, secret, int, float, decimal, date, datetime, array, map, object",
      "pattern: it means nothing for type bool, only for str, secret",
      "options: it means nothing for type bool, only for choice",
    ],
  ],
  ["str", { pattern: "(" }, [expect.stringMatching(/^pattern: Invalid regular expression/) as unknown as string]],
  ["str", { pattern: "(a+)+b", default: "a".repeat(60) }, []],
  ["choice", {}, ["options: a choice needs options to choose from"]],
  ["choice", { options: ["a"], default: "b" }, ['default: "b" is not one of "a"']],
  ["object", { schema: { type: "strin" } }, [expect.stringMatching(/^schema: /) as unknown as string]],
  ["object", { schema: { type: "object" }, default: {} }, []],
])("the definition of a %s with %j is checked before it is used", (type, more, expected) => {
  expect(checkParam(param("p", type, more)).map(({ key, problem }) => `${key}: ${problem}`)).toEqual(expected);
});
