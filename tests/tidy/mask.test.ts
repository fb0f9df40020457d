import { expect, test } from "vitest";
import { mask } from "./mask.ts";

const code = (text: string): string => mask(text).code;

test("comments are blank, and lines and offsets stay", () => {
  const text = "a; // one\n/* two\nthree */ b;";
  expect(code(text)).toBe(`a;       \n      \n         b;`);
  expect(mask(text).comments).toBe("   // one\n/* two\nthree */   ");
});

test("texts are blank between their quotes", () => {
  expect(code(`f("a // b", 'it\\'s');`)).toBe(`f("      ", "     ");`);
});

test("templates are blank, their holes are code", () => {
  expect(code("`a${b({ c: `d${e}` })}f`")).toBe("`  {b({ c: `  {e}` })} `");
});

test("a regular expression is blank, a division is not", () => {
  expect(code("return /[/*'\"]+/g;")).toBe(`return "       "g;`);
  expect(code("x = a / b / c; // d")).toBe("x = a / b / c;     ");
  expect(code("y = list[0]! / 2 + (a) / 3;")).toBe("y = list[0]! / 2 + (a) / 3;");
  expect(code("z = !/a/.test(b);")).toBe('z = !" ".test(b);');
});

test("the line that names the interpreter is a comment", () => {
  expect(code("#!/usr/bin/env node\nrun();")).toBe(`${" ".repeat(19)}\nrun();`);
});
