import fc from "fast-check";
import { expect, test } from "vitest";
import { builtInFilters } from "../filters/index.ts";
import { evaluate } from "./evaluate.ts";
import { type Expression, parseCondition, parseExpression } from "./expression.ts";
import { builtInFunctions } from "./functions/index.ts";
import { Secret } from "./secret.ts";
import { parseTemplate, render } from "./template.ts";
import { expressionOf, scopeOf } from "./test-scope.fixture.ts";

const place = { file: "f.yml", line: 1, column: 1 };
const words = [
  "${{",
  "}}",
  "'",
  "params.a",
  ".b",
  "['c']",
  "(",
  ")",
  "==",
  "&&",
  "!",
  "|",
  "?",
  ".*",
  "upper",
  "\n",
  "1",
  ",",
];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((pieces) => pieces.join("")),
  fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((pieces) => pieces.join(" ")),
);
const given = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSet: true });

/** Of values that only code can make, it may say what it likes: as long as that is an error with a code. */
function tried(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    expect(error).toMatchObject({ code: "expression-failed", facts: { where: expect.any(String) } });
    return undefined;
  }
}

test("whatever is written is read or refused with a place, and evaluating it gives a value or an error with a code", () => {
  fc.assert(
    fc.property(text, given, (source, value) => {
      const scope = scopeOf({ params: { a: value } }, { filters: builtInFilters });
      for (const read of [parseExpression, parseCondition]) {
        const parsed = read(source, place);
        if ("problem" in parsed) expect(parsed.problem.place?.line).toBeGreaterThan(0);
        else tried(() => evaluate(parsed.expression, scope));
      }
      const template = parseTemplate(source, place);
      if (template.problems.length === 0) tried(() => render(template, scope));
    }),
    { numRuns: 2_000 },
  );
});

test("functions and filters take whatever they are given, and make a secret of a secret", () => {
  const calls = [...builtInFunctions.values()]
    .filter(({ arity }) => arity.least > 0)
    .map(({ name, arity }) => `${name}(${["a", "b", "c", "a", "b"].slice(0, Math.max(arity.least, 2)).join(", ")})`)
    .concat(["fromJson(a)", "toJson(a)", "join(a)"]);
  const pipes = [...builtInFilters.values()].map(({ name, arity }) => {
    return `a | ${name}${arity.least > 0 ? "(b)" : ""}`;
  });
  const expressions: Expression[] = [...calls, ...pipes].map(expressionOf);
  fc.assert(
    fc.property(fc.constantFrom(...expressions), given, given, (expression, a, b) => {
      const more = { filters: builtInFilters, hashFiles: () => "x" };
      tried(() => evaluate(expression, scopeOf({ a, b, c: 1 }, more)));
      const hidden = tried(() => evaluate(expression, scopeOf({ a: new Secret(a), b, c: 1 }, more)));
      if (hidden !== undefined) expect(hidden).toBeInstanceOf(Secret);
    }),
    { numRuns: 3_000 },
  );
});

test("texts that are made to take long do not", () => {
  const long = 200_000;
  const scope = scopeOf(
    { v: { digits: `{${"1".repeat(long)}`, braces: "{".repeat(long), zeros: "0".repeat(long) } },
    {
      filters: builtInFilters,
    },
  );
  const began = process.cpuUsage().user;
  const texts = [
    "format(v.digits)",
    "format(v.braces)",
    "v.zeros | int",
    "v.zeros | float",
    "v.braces | fmt('%Y')",
    "v.digits | title",
  ];
  for (const source of texts) tried(() => evaluate(expressionOf(source), scope));
  for (const source of ["${{ '".repeat(40_000), "${{ a }}".repeat(20_000), "}}".repeat(100_000)])
    parseTemplate(source, place);
  expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(5_000);
});

test("a map of code whose keys are objects has no such member, whatever they are", () => {
  const map = new Map<unknown, unknown>([
    [Object.create(null), 1],
    ["named", 2],
  ]);
  const scope = scopeOf({ params: { a: map } }, { filters: builtInFilters });
  expect(() => evaluate(expressionOf("params.a.b"), scope)).toThrow('it has no "b"; it has named');
});
