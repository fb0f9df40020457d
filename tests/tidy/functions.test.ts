import { expect, test } from "vitest";
import { findFunctions, functions } from "./functions.ts";
import { mask } from "./mask.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

const found = (text: string): string[] =>
  findFunctions(mask(text).code).map(({ name, parameters, lines }) => `${name}(${parameters})${lines}`);

test.each([
  ["function f(a: number, b: Map<string, number>): void {\n}", "f(2)2"],
  ["async function* g<T extends object>(this: X, a: T): AsyncGenerator<T> {\n\n}", "g(1)3"],
  ["export const h = async (a: { b: number; c: string }, [d, e]: F): Promise<{ g: 1 }> => {\n};", "h(2)2"],
  ["const i = <T>(a: T) =>\n  j(a, 1);", "i(1)2"],
  ["const o = {\n  m(a, b = [1, 2]) {\n  },\n};", "m(2)2"],
  ["class C {\n  constructor(readonly a: A, b: B) {\n    super(a);\n  }\n}", "constructor(2)3"],
  ["class C {\n  catch(a) {\n  }\n}", "catch(1)2"],
  ["class C {\n  get size(): number {\n    return 1;\n  }\n}", "size(0)3"],
  ["class C {\n  async [Symbol.asyncDispose](): Promise<void> {\n  }\n}", "arrow function(0)2"],
  ["function k(a): a is string | { b: 1 } {\n\n}", "k(1)3"],
])("finds the function in %s", (text, expected) => {
  expect(found(text)).toContain(expected);
});

test.each([
  "if (a(b, c)) {\n}",
  "for (const a of b) {\n}",
  "try {\n} catch (error) {\n}",
  "while (a) {\n}",
  "const a = b ? c(d) : { e: 1 };",
  "const a = b ? c(d, e) : (f);",
  "class A extends mixin(B) {\n}",
  "switch (a) {\n  case f(b): {\n  }\n}",
])("takes %s for no function", (text) => {
  expect(found(text)).toEqual([]);
});

test("an arrow without braces ends with its expression, not with what follows", () => {
  expect(found("f((a) => b(a),\n{\n});")).toEqual(["arrow function(1)1"]);
  expect(found("function f(): () => number {\n}")).toEqual(["f(0)2", "arrow function(0)1"]);
});

const long = (lines: number): string => `function f(a, b, c, d) {\n${"x;\n".repeat(lines - 2)}}\n`;
const judge = (path: string, text: string): string => report(functions(repositoryOf({ [path]: text })));

test("functions of 70 lines and 4 parameters pass, more do not", () => {
  expect(judge("a.ts", long(70))).toBe("");
  expect(judge("a.ts", long(71))).toContain("a.ts:1 f has 71 lines");
  expect(judge("a.ts", "\nconst g = (a, b, c, d, e) => a;")).toContain("a.ts:2 g has 5 parameters");
});

test("tests and suites may be long", () => {
  expect(judge("a.test.ts", long(90))).toBe("");
  expect(judge("packages/core/src/store/contract/claim.ts", long(90))).toBe("");
});
