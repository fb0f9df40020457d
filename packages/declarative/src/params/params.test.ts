import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ParamType } from "../definition/param.ts";
import { Decimal } from "../expressions/decimal.ts";
import { IsoTime } from "../expressions/iso-time.ts";
import { Secret } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { type More, outcome, param } from "./given-param.fixture.ts";
import type { ParamError } from "./param-error.ts";
import { paramValues, resolveParams } from "./resolve-params.ts";

test.each<[ParamType, unknown, unknown]>([
  ["str", "x", "x"],
  ["str", 1.1, "refused: 1.1 is not a text: put it in quotes"],
  ["str", "\ud800", "refused: the text is not well-formed Unicode"],
  ["int", 5, 5],
  ["int", "-5", -5],
  ["int", 7n, 7],
  ["int", -0, 0],
  ["int", 5.5, "refused: 5.5 is not a whole number"],
  ["int", "5.0", 'refused: "5.0" is not a whole number'],
  ["int", "", 'refused: "" is not a whole number'],
  ["int", true, "refused: true is not a whole number"],
  ["int", "9007199254740993", 'refused: "9007199254740993" is not within ±2^53: make it a decimal or a str'],
  ["int", 2n ** 60n, "refused: 1152921504606846976 is not within ±2^53: make it a decimal or a str"],
  ["float", "1.5e3", 1500],
  ["float", 3, 3],
  ["float", Number.NaN, "refused: NaN is not a number"],
  ["float", "1e9999", 'refused: "1e9999" is not a number'],
  ["float", "0x10", 'refused: "0x10" is not a number'],
  ["decimal", "0.10", "0.10"],
  ["decimal", 0.1, "0.1"],
  ["decimal", "12345678901234567890.5", "12345678901234567890.5"],
  ["decimal", "1,5", 'refused: "1,5" is not a decimal number'],
  ["bool", true, true],
  ["bool", "False", false],
  ["bool", 1, "refused: 1 is not true or false"],
  ["bool", "yes", 'refused: "yes" is not true or false'],
  ["date", "2026-02-28", "2026-02-28"],
  ["date", new Date("2026-02-28T00:00:00Z"), "2026-02-28"],
  ["date", "2026-02-30", 'refused: "2026-02-30" is not a date: write it as 2026-03-01'],
  ["date", "2026-02-28T10:00", 'refused: "2026-02-28T10:00" is not a date alone: write it as 2026-03-01'],
  ["choice", "a", "a"],
  ["choice", "3", 3],
  ["choice", 3, 3],
  ["choice", "b", 'refused: "b" is not one of "a", 3, {"k":1}'],
  ["choice", { k: 1 }, { k: 1 }],
  ["array", [1, { a: null }], [1, { a: null }]],
  ["array", '["x"]', ["x"]],
  ["array", new Map(), "refused: a map is not a list"],
  ["array", "x", 'refused: "x" is not a list'],
  ["map", new Map([["a", [1]]]), { a: [1] }],
  ["map", '{"a": 1}', { a: 1 }],
  ["map", [], "refused: a list is not a map"],
  ["map", { a: { b: () => 1 } }, "refused: at /a/b stands a function, which is no plain data"],
  ["map", { a: [Number.POSITIVE_INFINITY] }, "refused: at /a/0 stands Infinity, which is no plain data"],
  ["map", { a: new Secret("s3cret") }, "refused: at /a stands a secret: give it as a param of its own, of type secret"],
  ["secret", "s", "s"],
  ["secret", new Secret("s"), "s"],
  ["secret", 7331, "refused: it is not a text"],
  ["secret", "***", "refused: it is what stands for a secret in results: give the secret itself"],
  ["secret", { sealed: "x" }, { sealed: "x" }],
  ["str", null, "refused: null is no value: it is required"],
  ["str", undefined, "refused: it is required, and has no value"],
])("a %s is given what it takes or not (%#)", async (type, value, expected) => {
  const options = type === "choice" ? { options: ["a", 3, { k: 1 }] } : {};
  expect(await outcome(type, value, options)).toEqual(expected);
});

test.each<[ParamType, unknown, More, unknown]>([
  ["int", 3, { min: 4 }, "refused: it is less than 4"],
  ["int", 4, { min: 4, max: 4 }, 4],
  ["decimal", "0.30000000000000001", { max: 0.3 }, "refused: it is more than 0.3"],
  ["str", "🚀🚀", { max: 2 }, "🚀🚀"],
  ["str", "abc", { max: 2 }, "refused: its length is more than 2"],
  ["array", [], { min: 1 }, "refused: its number of items is less than 1"],
  ["map", { a: 1 }, { max: 1 }, { a: 1 }],
  ["date", "2026-01-01", { min: "2026-01-02" }, "refused: it is less than 2026-01-02"],
  ["datetime", "2026-01-01T00:00Z", { max: "2026-01-01T06:00" }, "refused: it is more than 2026-01-01T06:00"],
  ["str", "ab", { pattern: "[a-c]+" }, "ab"],
  ["str", "abx", { pattern: "[a-c]+|d" }, 'refused: "abx" does not match [a-c]+|d'],
  ["secret", "s3cret", { pattern: "[a-z]+" }, "refused: it does not match [a-z]+"],
  ["str", "a".repeat(60), { pattern: "(a+)+b" }, expect.stringContaining("took more than 1000 ms")],
  ["object", { n: 1 }, { schema: { properties: { n: { type: "integer" } } } }, { n: 1 }],
  ["object", '{"n": "x"}', { schema: { properties: { n: { type: "integer" } } } }, "refused: /n: must be integer"],
])("a %s given %j with %j", async (type, value, more, expected) => {
  expect(await outcome(type, value, { ...more, zone: "Asia/Bangkok" })).toEqual(expected);
});

test("what is left out has its default, coerced as if it were given, or null where it is optional", async () => {
  const params = [
    param("day", "datetime", { default: "2026-01-01T09:00" }),
    param("n", "int", { default: "7" }),
    param("note", "str", { required: false }),
    param("other", "str", { required: false, default: "x" }),
  ];
  const options = { workflow: "flow", zone: "Asia/Bangkok" };
  const left = { day: "2026-01-01T09:00:00+07:00", n: 7, note: null, other: "x" };
  expect(await resolveParams(params, undefined, options)).toEqual(left);
  expect(await resolveParams(params, { other: null, n: undefined }, options)).toEqual({ ...left, other: null });
});

test("all that is wrong is said at once, by several names, with the params that there are", async () => {
  const params = [param("region", "str"), param("count", "int"), param("key", "secret")];
  const error = await resolveParams(params, { regoin: "eu", count: "x", key: 7331, odd: 1 }, { workflow: "flow" }).then(
    () => undefined,
    (thrown: ParamError) => thrown,
  );
  expect(error?.problems.map(({ param_name, validation_error }) => `${param_name}: ${validation_error}`)).toEqual([
    "region: it is required, and has no value",
    'count: "x" is not a whole number',
    "key: it is not a text",
    'regoin: there is no such param; did you mean "region"?',
    "odd: there is no such param",
  ]);
  expect(error).toMatchObject({
    name: "ParamError",
    code: "params-invalid",
    param_name: "region",
    paramName: "region",
    validation_error: "it is required, and has no value",
    validationError: "it is required, and has no value",
    validParams: ["region", "count", "key"],
    hint: "its params are: region, count, key",
  });
  expect(error?.message).toMatch(/^the params of "flow" are not right: region: it is required/);
  expect(inspect(error, { depth: 9 })).not.toContain("7331");
});

test("params are a map, whose names mean nothing special", async () => {
  const params = [param("__proto__", "str"), param("constructor", "int", { default: 1 })];
  const given = JSON.parse('{"__proto__": "own"}') as object;
  const resolved = await resolveParams(params, given, { workflow: "flow" });
  expect(Object.entries(resolved)).toEqual([
    ["__proto__", "own"],
    ["constructor", 1],
  ]);
  expect(paramValues(params, resolved).get("__proto__")).toBe("own");
  await expect(resolveParams([], { toString: 1 }, { workflow: "flow" })).rejects.toThrow(
    /toString: there is no such param/,
  );
  await expect(resolveParams([], [1], { workflow: "flow" })).rejects.toThrow(/a map of names and values/);
  expect(await resolveParams([], new Map(), { workflow: "flow" })).toEqual({});
});

test("what holds itself is refused", async () => {
  const own: Record<string, unknown> = { a: [1] };
  (own.a as unknown[]).push(own);
  expect(await outcome("map", own)).toBe("refused: at /a/1 it holds itself");
});

test("expressions see decimals, times and secrets", async () => {
  const params = [
    param("d", "decimal"),
    param("t", "datetime"),
    param("s", "secret"),
    param("n", "str", { required: false }),
  ];
  const resolved = await resolveParams(params, { d: "1.50", t: "2026-01-01T00:00", s: "s3cret" }, { workflow: "flow" });
  const values = paramValues(params, JSON.parse(JSON.stringify(resolved)));
  expect(values.get("d")).toBeInstanceOf(Decimal);
  expect(values.get("t")).toBeInstanceOf(IsoTime);
  expect(values.get("s")).toBeInstanceOf(Secret);
  expect(["d", "t", "n"].map((name) => textOf(values.get(name)))).toEqual(["1.50", "2026-01-01T00:00:00Z", ""]);
});

test("whatever is given, there are values or a ParamError", async () => {
  const types: ParamType[] = [
    "str",
    "int",
    "float",
    "decimal",
    "bool",
    "date",
    "datetime",
    "choice",
    "array",
    "map",
    "secret",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      fc.anything({ withMap: true, withDate: true, withBigInt: true }),
      async (type, value) => {
        const found = await outcome(type, value, { options: ["a", 1] });
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      },
    ),
    { numRuns: 500 },
  );
});
