import { expect, test } from "vitest";
import { parseCondition, parseExpression } from "./expression.ts";

const start = { file: "flow.yml", line: 3, column: 9 };

/** "3:12+2 unexpected …; hint" of what cannot be read. */
function problemOf(text: string, read = parseExpression): string {
  const parsed = read(text, start);
  if (!("problem" in parsed)) return "none";
  const { code, message, hint, place } = parsed.problem;
  expect(code).toBe("expression-syntax");
  return `${place?.line}:${place?.column}+${place?.length} ${message.replace(/^.*be read: /, "")}${hint ? `; ${hint}` : ""}`;
}

test.each([
  ["params.x = 1", '3:18+1 unexpected "="; equality is =='],
  ['params.x == "a"', '3:21+3 unexpected "\\"a\\""; text stands in single quotes: \'text\''],
  ["a and b", "3:11+3 unexpected and; both is &&"],
  ["a &", '3:11+1 unexpected "&"; both is &&'],
  ["1 + 2", '3:11+1 "+" is not a number; expressions have no arithmetic: compute it in a stage and use its output'],
  ["a * 2", "3:11+1 unexpected *"],
  ["'open", "3:9+5 this text has no closing quote; a quote within text is ''"],
  ["f(1, ", "3:12+1 the expression ends too early"],
  ["f(1 2)", "3:13+1 unexpected 2; ) was expected here"],
  ["a.", "3:10+1 the expression ends too early; the name of a member stands after a dot; others go into ['…']"],
  ["a['b'", "3:11+3 the expression ends too early; ] was expected here"],
  ["a | ", "3:11+1 the expression ends too early; the name of a filter stands after |; either is ||"],
  ["${{ a }}", '3:9+3 unexpected "${{"; this is an expression already: leave ${{ and }} out'],
  ["", "3:9+1 an expression is missing here"],
  ["a ==\n  'x' b", "4:7+1 unexpected b"],
])("%j is refused with its place and its cure", (text, expected) => {
  expect(problemOf(text)).toBe(expected);
});

test("what is nested without measure is refused, and does not exhaust the stack", () => {
  expect(problemOf(`${"(".repeat(9_000)}1`)).toContain("more than 50 levels");
  expect(problemOf("!".repeat(9_000))).toContain("more than 50 levels");
  expect(problemOf(`a${".b".repeat(9_000)}`)).toContain("more than 50 levels");
  expect(problemOf(`1${" == 1".repeat(4_000)}`)).toContain("more than 50 levels");
  expect(problemOf(`1${" | f".repeat(4_000)}`)).toContain("more than 50 levels");
  expect(problemOf(`1 ${"|| 1".repeat(6_000)}`)).toContain("over 21000 characters");
});

test("places come from a map where the text does not stand in the file as it is", () => {
  const parsed = parseExpression("a =", (offset, length) => ({ file: "f", line: 1, column: 100 + offset, length }));
  expect(parsed).toMatchObject({ problem: { place: { file: "f", line: 1, column: 102, length: 1 } } });
});

test("without a place a problem has none", () => {
  const parsed = parseExpression("a =");
  expect("problem" in parsed && parsed.problem.place).toBeUndefined();
});

test.each([
  ["${{ params.x == 1", "3:9+3 this ${{ has no }}"],
  ["'${{ params.x' == 1", "3:10+3 this ${{ has no }}"],
  [
    "'${{ params. }}' == 'y'",
    "3:20+1 the expression ends too early; the name of a member stands after a dot; others go into ['…']",
  ],
  ["${{ a }} ${{ b }}", "3:18+3 unexpected ${{"],
  ["${{ }} == 1", "3:13+2 unexpected }}"],
  ["${{ ${{ a }} }}", '3:13+3 unexpected "${{"; this is an expression already: leave ${{ and }} out'],
])("the condition %j is refused with its place", (text, expected) => {
  expect(problemOf(text, parseCondition)).toBe(expected);
});
