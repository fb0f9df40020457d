import { expect, test } from "vitest";
import { bind } from "../bind.ts";
import type { BoundName } from "../bound-script.ts";

/** Script, what it becomes, and what it puts out as `o`. */
const bound: readonly (readonly [string, string, (value: string) => unknown])[] = [
  ["const o = ${{ x }};", "const o = SW_1;", (v) => v],
  ["const o = [${{ x }}, ${{ x }}]", "const o = [SW_1, SW_2]", (v) => [v, v]],
  ["const o = { a: ${{ x }}, ['b']: 1 }", "const o = { a: SW_1, ['b']: 1 }", (v) => ({ a: v, b: 1 })],
  ["const o = '${{ x }}'", "const o = (''+SW_1t+'')", (v) => v],
  ["const o = 'a${{ x }}b${{ x }}'", "const o = ('a'+SW_1t+'b'+SW_2t+'')", (v) => `a${v}b${v}`],
  ['const o = "it\'s ${{ x }}"', 'const o = ("it\'s "+SW_1t+"")', (v) => `it's ${v}`],
  ["const o = `a ${1 + 1} ${{ x }}`", "const o = `a ${1 + 1} ${SW_1t}`", (v) => `a 2 ${v}`],
  ["const o = `${`${{ x }}`}`", "const o = `${`${SW_1t}`}`", (v) => v],
  ["const o = String.raw`\\\\${{ x }}`", "const o = String.raw`\\\\${SW_1t}`", (v) => `\\\\${v}`],
  ["const o = '\\\\${{ x }}'", "const o = ('\\\\'+SW_1t+'')", (v) => `\\${v}`],
  ["const o = { '${{ x }}': 1 }", "const o = { [''+SW_1t+'']: 1 }", (v) => ({ [v]: 1 })],
  [
    "const a = { 'k${{ x }}'() { return 1 } }; const o = Object.keys(a)",
    "const a = { ['k'+SW_1t+'']() { return 1 } }; const o = Object.keys(a)",
    (v) => [`k${v}`],
  ],
  ["let o = 1\n'${{ x }}'.length\no++", "let o = 1\n;(''+SW_1t+'').length\no++", () => 2],
  ["let o = 1; if (o) '${{ x }}'.length; else o = 3", "let o = 1; if (o) (''+SW_1t+'').length; else o = 3", () => 1],
  ["const o = typeof '${{ x }}'", "const o = typeof (''+SW_1t+'')", () => "string"],
  ["// ${{ x }} '\nconst o = 1 /* ${{ x }} ` */", "// SW_1____ '\nconst o = 1 /* SW_2____ ` */", () => 1],
  ["const f = (a = ${{ x }}) => a; const o = f()", "const f = (a = SW_1) => a; const o = f()", (v) => v],
  [
    "const a = {}; a[${{ x }}] = 2; const o = a['${{ x }}']",
    "const a = {}; a[SW_1] = 2; const o = a[(''+SW_2t+'')]",
    () => 2,
  ],
  ["const o = await Promise.resolve(${{ x }})", "const o = await Promise.resolve(SW_1)", (v) => v],
  ["const { [${{ x }}]: a = 7 } = {}; const o = a", "const { [SW_1]: a = 7 } = {}; const o = a", () => 7],
  ["const { a = ${{ x }} } = {}; const o = a", "const { a = SW_1 } = {}; const o = a", (v) => v],
  ["let o; for (const a of [${{ x }}]) o = a", "let o; for (const a of [SW_1]) o = a", (v) => v],
  ["const o = '${{ '''}}' }}'", "const o = (''+SW_1t+'')", (v) => v],
  ["switch (1) { case 1:\n'${{ x }}'; }\nconst o = 1", "switch (1) { case 1:\n;(''+SW_1t+''); }\nconst o = 1", () => 1],
  ["const o = ${{ x }}\n;[1].length", "const o = SW_1\n;[1].length", (v) => v],
];

const hostile = "'+x()+\"`${process.exit(9)}\n*/ \\ </script> ${SECRET} ${{ y }}";

/** What a bound script puts out as `o`. Its run in a process of its own has tests in run-javascript.test.ts. */
async function outputOf(text: string, names: readonly BoundName[]): Promise<unknown> {
  const evaluate = new AsyncFunction(...names.map(({ name }) => name), `"use strict"; ${text}\nreturn o;`);
  return evaluate(...names.map(() => hostile));
}
const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

test.each(bound)("JavaScript: %s", async (script, text, output) => {
  const result = bind(script, "js");
  expect(result.problems).toEqual([]);
  expect(result.text).toBe(text);
  expect(await outputOf(result.text, result.names)).toEqual(output(hostile));
});

const typed: readonly (readonly [string, string])[] = [
  ["const o: string = ${{ x }} as string", "const o         = SW_1          "],
  [
    "interface A { b: string }\nconst o = '${{ x }}' satisfies string",
    "                         \nconst o = (''+SW_1t+'')                 ",
  ],
  [
    "type Ä = '💥';\nconst f = <T,>(a: T): T => a; const o = f<string>(`${{ x }}`)",
    "               \nconst f =     (a   )    => a; const o = f        (`${SW_1t}`)",
  ],
];

test.each(typed)("TypeScript: %s", async (script, text) => {
  const result = bind(script, "ts");
  expect(result.problems).toEqual([]);
  expect(result.text.replaceAll(/[^\S\n]/g, " ").trim()).toBe(text.trim());
  expect(await outputOf(result.text, result.names)).toBe(hostile);
});

const refused: readonly (readonly [string, string])[] = [
  ["const ${{ x }} = 1", "wants a name"],
  ["function ${{ x }}() {}", "wants a name"],
  ["(${{ x }}) => 1", "wants a name"],
  ["(...${{ x }}) => 1", "wants a name"],
  ["a.${{ x }}", "wants a name"],
  ["const a = { ${{ x }}: 1 }", "wants a name"],
  ["const a = { ${{ x }} }", "wants a name"],
  ["class A { #${{ x }} = 1 }", "name"],
  ["class A { ${{ x }} = 1 }", "wants a name"],
  ["${{ x }}: for (;;) break", "wants a name"],
  ["import ${{ x }} from 'a'", "wants a name"],
  ["import { a } from '${{ x }}'", "name of a module"],
  ["export * from '${{ x }}'", "name of a module"],
  ["await import('${{ x }}')", "name of a module"],
  ["${{ x }} = 1", "assigned"],
  ["[a, ${{ x }}] = [1, 2]", "assigned"],
  ["({ a: ${{ x }} } = {})", "assigned"],
  ["${{ x }}++", "assigned"],
  ["for (${{ x }} of []);", "assigned"],
  ["const a${{ x }} = 1", "part of a name"],
  ["f(a${{ x }})", "part of a name"],
  ["f(${{ x }}_)", "part of a name"],
  ["f(${{ x }}${{ y }})", "part of a name"],
  ["f(1${{ x }})", "not valid JavaScript"],
  ["/a${{ x }}/.test(b)", "regular expression"],
  ["const a = '\\${{ x }}'", "after a backslash"],
  ["const a = `\\${{ x }}`", "after a backslash"],
  ["const a = 'a\\x4${{ x }}'", "not valid JavaScript"],
  ["const a = `${{x}.x}`", "has no }}"],
  ["import a from 'a'; return ${{ x }}", "return cannot stand"],
];

test.each(refused)("JavaScript refuses %s", (script, where) => {
  const { problems } = bind(script, "js");
  expect(problems.map(({ message }) => message).join("\n")).toContain(where);
  expect(problems.every(({ hint = "" }) => hint.length > 10)).toBe(true);
});

test.each([
  ["type A = ${{ x }}", "in a type"],
  ["const a: Array<'${{ x }}'> = []", "in a type"],
  ["enum A { a = ${{ x }} }", "not valid TypeScript"],
])("TypeScript refuses %s", (script, where) => {
  expect(
    bind(script, "ts")
      .problems.map(({ message }) => message)
      .join("\n"),
  ).toContain(where);
});

test("places count in the script as written, also behind templates on several lines", () => {
  expect(bind("f(${{ a\n || b }})\nlet ${{ c }} = 1", "js").problems).toMatchObject([
    { place: { line: 3, column: 5, length: 8 }, expressions: ["c"] },
  ]);
  expect(bind("f(${{ a }}, ${{ b }})\nlet let = 1", "ts").problems).toMatchObject([{ code: "script-syntax" }]);
  expect(bind("f('${{ a }}'); f(1 2)", "js").problems).toMatchObject([{ place: { line: 1, column: 20 } }]);
});

test.each(["eval('${{ x }}')", "new Function('${{ x }}')", "cp.execSync(`ls ${{ x }}`)"])(
  "JavaScript warns: %s",
  (script) => {
    expect(bind(script, "js")).toMatchObject({
      problems: [],
      warnings: [{ code: "value-as-code", expressions: ["x"] }],
    });
  },
);
