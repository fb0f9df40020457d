import { expect, test } from "vitest";
import { evaluateCondition } from "./evaluate.ts";
import { conditionOf, expressionOf, scopeOf, valueIn } from "./test-scope.fixture.ts";

const contexts = {
  params: { env: "prod", n: 3, none: null, list: ["a", "b"] },
  needs: { build: { result: "failure", outputs: {} } },
  secrets: {},
  vars: {},
  stages: new Map([["one", { outputs: new Map([["rows", 7]]) }]]),
};

const messageOf = (text: string): string => {
  try {
    return `no error: ${valueIn(text, contexts)}`;
  } catch (error) {
    expect(error).toMatchObject({ code: "expression-failed" });
    return (error as Error).message;
  }
};

test.each([
  ["params.nope", '${{ params.nope }}: it has no "nope"; it has env, n, none, list'],
  ["needs.build.outputs.x", '${{ needs.build.outputs.x }}: it has no "x"; it has no members'],
  [
    "secrets.TOKEN",
    '${{ secrets.TOKEN }}: secret "TOKEN" has no value: stepwell secrets set TOKEN, or STEPWELL_SECRET_TOKEN',
  ],
  [
    "vars.REGION",
    '${{ vars.REGION }}: variable "REGION" had no value when the run began: stepwell vars set REGION, then run it anew',
  ],
  ["secrets['a b']", `\${{ secrets['a b'] }}: it has no "a b"; it has no members`],
  ["params.list[2]", "${{ params.list[2] }}: the list of 2 has no element 2"],
  ["params.none.x == 1", '${{ params.none.x == 1 }}: params.none.x: it is null, which has no "x"'],
  ["params.n.*", "${{ params.n.* }}: it is a number, which has no elements"],
  ["param.x", '${{ param.x }}: param: nothing is named "param" here; known: params, needs, secrets, vars, stages'],
  ["nofunction()", '${{ nofunction() }}: there is no function "nofunction"'],
  ["1 | nofilter", '${{ 1 | nofilter }}: there is no filter "nofilter"'],
  ["contains('a')", "${{ contains('a') }}: contains takes 2 arguments, not 1"],
  ["join()", "${{ join() }}: join takes 1 to 2 arguments, not 0"],
  ["always(1)", "${{ always(1) }}: always takes no arguments, not 1"],
  ["fromJson('{')", /fromJson: Expected property name/],
  ["success()", /success: it can be asked in the `if` of jobs and stages alone/],
  ["hashFiles('x')", /hashFiles: there is no workspace here/],
  ["case(1, 2, 3)", /case: condition 1 is neither true nor false/],
  ["case(true, 2)", /case takes 3 or more arguments, not 2/],
  ["format('{1}', 1)", /format: \{1\} has no value, there are 1/],
])("%s says what is wrong, and where", (text, message) => {
  const said = messageOf(text);
  expect(said).toMatch(/^flow\.yml:3:\d+: /);
  const rest = said.replace(/^flow\.yml:3:\d+: /, "");
  if (typeof message === "string") expect(rest).toBe(message);
  else expect(rest).toMatch(message);
});

test("JSON that is nested without measure is refused, brackets in its texts do not count", () => {
  const nested = (levels: number): Record<string, unknown> => ({
    params: { json: `${"[".repeat(levels)}"${"[".repeat(600)}\\""${"]".repeat(levels)}` },
  });
  expect(valueIn("toJson(fromJson(params.json))", nested(500))).toContain("[");
  expect(() => valueIn("fromJson(params.json)", nested(501))).toThrow(/nested deeper than 500 levels/);
  expect(() => valueIn("fromJson(params.json)", nested(100_000))).toThrow(/nested deeper than 500 levels/);
});

test("? makes an unknown path null, for all of the path before it", () => {
  expect(valueIn("params.a.b.c?", contexts)).toBe(null);
  expect(valueIn("nowhere.a?", contexts)).toBe(null);
  expect(valueIn("params.list[7]?", contexts)).toBe(null);
  expect(valueIn("params.n.*?", contexts)).toEqual([]);
  expect(valueIn("params.env?", contexts)).toBe("prod");
  expect(messageOf("params.a?.b")).toContain('it is null, which has no "b"');
  expect(valueIn("params.a?.b?", contexts)).toBe(null);
  expect(messageOf("params[params.a].b?")).toContain('it has no "a"');
});

test(".* leaves out the elements that lack the member", () => {
  const jobs = { jobs: { a: { outputs: { x: 1 } }, b: { outputs: {} }, c: { outputs: { x: null } } } };
  expect(valueIn("jobs.*.outputs.x", jobs)).toEqual([1, null]);
  expect(valueIn("join(jobs.*.outputs.nowhere)", jobs)).toBe("");
});

test("maps of both kinds are read; what they inherit is not in them", () => {
  expect(valueIn("stages.one.outputs.rows", contexts)).toBe(7);
  expect(valueIn("stages.ONE.Outputs['ROWS']", contexts)).toBe(7);
  expect(valueIn("stages.*.outputs.rows", contexts)).toEqual([7]);
  for (const name of ["constructor", "__proto__", "toString", "size"]) {
    expect(valueIn(`stages.${name}?`, contexts)).toBe(null);
    expect(valueIn(`params.${name}?`, contexts)).toBe(null);
    expect(valueIn(`params.list.${name}?`, contexts)).toBe(null);
  }
});

test("an operand that does not decide is not evaluated", () => {
  expect(valueIn("params.env || params.nope", contexts)).toBe("prod");
  expect(valueIn("params.none && params.nope", contexts)).toBe(null);
  expect(valueIn("params.none || params.n", contexts)).toBe(3);
});

test("decimals, big integers and times compare by what they stand for", () => {
  const day = { day: new Date("2026-01-02T00:00:00Z"), big: 9007199254740993n };
  expect(valueIn("day == '2026-01-02T07:00:00+07:00'", day)).toBe(true);
  expect(valueIn("day < '2026-01-03'", day)).toBe(true);
  expect(valueIn("day == 0", day)).toBe(false);
  expect(valueIn("big > 9007199254740992", day)).toBe(true);
});

test.each([
  ["params.x == 'it''s'", true],
  ["${{ params.x == 'it''s' }}", true],
  ["'${{ params.x }}' == 'it''s'", true],
  ["${{ params.x }} == 'it''s'", true],
  ["!contains('${{ params.x }}!', '!')", false],
  ["'${{ params.x }} ${{ params.n }}' == 'it''s 3'", true],
  ["${{ params.n }} > 2 && '${{ '${{' }}' == '${{ '${{' }}'", true],
  ["'${{ params['x'] }}' != ''", true],
  ["${{ false }} == 'x'", false],
  ["'${{ params.evil }}' == 'y'", false],
  ["'${{ params.evil }}' == params.evil", true],
])("as a condition, %s is %s: what stands in ${{ }} is a value, never text to read again", (text, expected) => {
  const scope = scopeOf({ params: { x: "it's", n: 3, evil: "' == 'y' || 'a' == 'a" } });
  expect(evaluateCondition(conditionOf(text), scope)).toBe(expected);
});

test("how things stand is asked of the scope", () => {
  const status = { success: false, failure: true, cancelled: false };
  const scope = scopeOf(contexts, { status, hashFiles: (patterns) => `hash of ${patterns.join(" ")}` });
  expect(evaluateCondition(expressionOf("always() && failure() && !success() && !cancelled()"), scope)).toBe(true);
  expect(evaluateCondition(expressionOf("hashFiles('a', '**/b') == 'hash of a **/b'"), scope)).toBe(true);
});
