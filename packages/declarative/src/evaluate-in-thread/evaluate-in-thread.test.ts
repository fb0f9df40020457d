import { expect, test } from "vitest";
import { Secret } from "../expressions/secret.ts";
import { matches, transform, validate } from "./evaluate-in-thread.ts";
import { schemaProblem } from "./json-schema.ts";

/** Takes longer than the world will last. */
const endless = "(a+)+b";

test("a pattern has to match the whole text", async () => {
  expect(await matches("[a-z]+|x-\\d", "abc")).toBe(true);
  expect(await matches("[a-z]+|x-\\d", "x-12")).toBe(false);
  expect(await matches(".", "🚀")).toBe(true);
  await expect(matches("(", "x")).rejects.toMatchObject({ code: "evaluation-failed" });
});

test("a pattern that takes too long is given up, and neither blocks nor delays what else is asked", async () => {
  const slow = matches(endless, "a".repeat(60)).then(
    () => "matched",
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
  expect(await Promise.race([slow, matches("b", "b")])).toBe(true);
  expect(await slow).toBe(`evaluation-too-slow: the pattern /${endless}/ took more than 1000 ms and was stopped`);
  expect(await matches("c", "c")).toBe(true);
});

test("more slow ones than there are threads: each is given up, and the next one is answered", async () => {
  const slow = Array.from({ length: 5 }, () => matches(endless, "a".repeat(60)));
  const last = matches("d", "d");
  const ends = await Promise.allSettled(slow);
  expect(ends.map((end) => (end.status === "rejected" ? end.reason.code : "matched"))).toEqual(
    Array(5).fill("evaluation-too-slow"),
  );
  expect(await last).toBe(true);
});

test("a value is held against a schema: all that does not fit is told, with its place", async () => {
  const schema = {
    type: "object",
    properties: {
      n: { type: "integer", minimum: 1 },
      day: { type: "string", format: "date" },
      e: { enum: ["a", "b"] },
    },
    required: ["n"],
    additionalProperties: false,
  };
  expect(await validate(schema, { n: 1, day: "2026-02-28" })).toEqual([]);
  expect(await validate(schema, { n: 0, day: "2026-02-30", e: "c", odd: new Secret("s3cret") })).toEqual([
    "/: must NOT have additional properties: odd",
    "/n: must be >= 1",
    '/day: must match format "date"',
    "/e: must be equal to one of the allowed values: a, b",
  ]);
  expect(await validate({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" }, {})).toHaveLength(1);
});

test("a slow pattern in a schema is given up", async () => {
  await expect(validate({ type: "string", pattern: endless }, "a".repeat(60))).rejects.toMatchObject({
    code: "evaluation-too-slow",
  });
});

test.each([
  [{ type: "strin" }, /type/],
  [{ type: "string", minLenght: 3 }, /unknown keyword: "minLenght"/],
  [{ type: "string", format: "colour" }, /unknown format "colour"/],
  [{ $ref: "https://example.com/other.json" }, /can't resolve reference/],
  [7, /schema must be object or boolean/],
])("a schema that is wrong is found before it is used: %j", async (schema, problem) => {
  expect(schemaProblem(schema)).toMatch(problem);
  await expect(validate(schema, 1)).rejects.toMatchObject({ code: "evaluation-failed" });
});

test("JSONata computes a result from its input and bindings", async () => {
  const input = {
    orders: [
      { price: 2, n: 3 },
      { price: 5, n: 1 },
    ],
    __proto__: null,
  };
  expect(await transform("$sum(orders.(price * n)) + $extra", input, { extra: 1 })).toBe(12);
  expect(await transform("orders[price > 9]", input)).toBe(null);
  expect(await transform("orders.price", input)).toEqual([2, 5]);
  await expect(transform("orders.(", input)).rejects.toMatchObject({
    code: "evaluation-failed",
    message: expect.stringContaining("at character 8"),
  });
});

test("an endless JSONata expression and one that wants all memory are given up", async () => {
  await expect(transform("($f := function($n) { $f($n + 1) }; $f(0))", 0)).rejects.toMatchObject({
    code: "evaluation-too-slow",
  });
  const doubled = "($f := function($s) { $f($s & $s) }; $f('xxxxxxxxxxxxxxxx'))";
  await expect(transform(doubled, 0)).rejects.toMatchObject({ code: expect.stringMatching(/^evaluation-/) });
  expect(await transform("1", 0)).toBe(1);
});

test("a transform of a secret is one, and its errors do not show it", async () => {
  const result = await transform("$uppercase(key)", { key: new Secret("s3cret") });
  expect(result).toBeInstanceOf(Secret);
  expect(Secret.reveal(result)).toBe("S3CRET");
  const failing = transform("$error(key)", { key: new Secret("s3cret") });
  await expect(failing).rejects.toMatchObject({ message: "the transform cannot be evaluated: it failed on a secret" });
});
