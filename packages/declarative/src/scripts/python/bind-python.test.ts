import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bind } from "../bind.ts";
import { run } from "../process/test-run.ts";
import { checkPython, type PythonFindings } from "./check-python.ts";

const hostile = '\'+x()+""" {exit(9)} %s %d\n# \\ ${SECRET} ${{ y }} \u{1F4A5}';

/** Scripts that put out `o`, and what it is. */
const bound: readonly (readonly [string, (value: string) => unknown])[] = [
  ["o = ${{ x }}", (v) => v],
  ["o = [${{ x }}, ${{ x }}]", (v) => [v, v]],
  ["o = '${{ x }}'", (v) => v],
  ["o = 'a${{ x }}b${{ x }}c'", (v) => `a${v}b${v}c`],
  ['o = "it\'s ${{ x }}"', (v) => `it's ${v}`],
  ['o = """a\n${{ x }}\n"""', (v) => `a\n${v}\n`],
  ["o = r'\\d${{ x }}'", (v) => `\\d${v}`],
  ["o = f'{1 + 1}${{ x }}{{}}'", (v) => `2${v}{}`],
  ["o = f'{${{ x }}}'", (v) => v],
  ["o = f'{len(\"${{ x }}\")}'", (v) => String([...v].length)],
  ["o = f'{7:>{\"${{ w }}\"}}'", () => "    7"],
  ["o = f'{7:${{ w }}}'", () => "    7"],
  ["o = 'a' '${{ x }}' f'{1}'", (v) => `a${v}1`],
  ["o = 1 # ${{ x }} '", () => 1],
  ["# ${{ x }}\no = 1", () => 1],
  ["o = {'k${{ x }}': 1}", (v) => ({ [`k${v}`]: 1 })],
  ["def f(a=${{ x }}, *, b='${{ x }}'):\n  '''${{ x }}'''\n  return a + b\no = f()", (v) => v + v],
  ["o = (lambda: ${{ x }})()", (v) => v],
  ["o = '${{ x }}'.strip() == ${{ x }}.strip()", () => true],
  ["a = {${{ x }}: 2}\no = a['${{ x }}']", () => 2],
  ["o = '\\\\${{ x }}'", (v) => `\\${v}`],
  ["o = '\\${{ x }}'", (v) => `\\${v}`],
  ["o = '${{ '''}}' }}'", (v) => v],
  ["if True:\n\to = '''${{\n x }}'''", (v) => v],
  ["o = 'S' + 'W_${{ x }}_1_'", (v) => `SW_${v}_1_`],
];

const cases = bound.map(([script]) => {
  const { text, names } = bind(script, "python");
  const texts = names.map(({ expression }) => (expression === "w" ? "5" : hostile));
  return { text, placeholders: names.map(({ placeholder }) => placeholder), texts };
});
// One process for all: starting it takes longest.
const many = fileURLToPath(new URL("./fixtures/run_many.py", import.meta.url));
const ran = spawnSync("python3", [many], { input: JSON.stringify(cases), encoding: "utf8" });
const outputs = JSON.parse(ran.stdout === "" ? "[]" : ran.stdout) as unknown[];

test.each(bound.map(([script, output], index) => [script, output, index] as const))(
  "Python: %s",
  (_, output, index) => {
    expect(outputs[index], ran.stderr).toEqual(output(hostile));
  },
);

async function findings(...scripts: readonly string[]): Promise<PythonFindings[]> {
  const checks = scripts.map((script) => ({ script, bound: bind(script, "python") }));
  const found = await checkPython(checks);
  return found.map(({ problems, warnings }, index) => {
    return { problems: [...(checks[index]?.bound.problems ?? []), ...problems], warnings };
  });
}

const refused = [
  ["o = b'${{ x }}'", "bytes"],
  ["match a:\n  case '${{ x }}': pass", "pattern of match"],
  ["match a:\n  case ${{ x }}: pass", "pattern of match"],
  ["match a:\n  case [*${{ x }}]: pass", "pattern of match"],
  ["match a:\n  case {'a': 1, **${{ x }}}: pass", "pattern of match"],
  ["match a:\n  case A(b=${{ x }}): pass", "pattern of match"],
  ["match a:\n  case ${{ x }}.b: pass", "pattern of match"],
  ["${{ x }} = 1", "assigned"],
  ["del ${{ x }}", "assigned"],
  ["for ${{ x }} in a: pass", "assigned"],
  ["(${{ x }} := 1)", "assigned"],
  ["with a as ${{ x }}: pass", "assigned"],
  ["import ${{ x }}", "wants a name"],
  ["from ${{ x }} import a", "wants a name"],
  ["from a import ${{ x }}", "wants a name"],
  ["a.${{ x }}", "wants a name"],
  ["f(${{ x }}=1)", "wants a name"],
  ["def ${{ x }}(): pass", "wants a name"],
  ["def f(${{ x }}): pass", "wants a name"],
  ["class ${{ x }}: pass", "wants a name"],
  ["global ${{ x }}", "wants a name"],
  ["try: pass\nexcept A as ${{ x }}: pass", "wants a name"],
  ["foo${{ x }}", "part of a name"],
  ["${{ x }}${{ y }}", "part of a name"],
  ["f(${{ x }}_)", "part of a name"],
  ["f(1${{ x }})", "not valid Python"],
  ["'\\x4${{ x }}'", "not valid Python"],
  ["return ${{ x }}", "not valid Python"],
  ["if ${{ x }}", "not valid Python"],
  ["SW_1 = ${{ x }}", "SW_1"],
] as const;

const warned = [
  ["eval('${{ x }}')", "value-as-code"],
  ["exec(${{ x }})", "value-as-code"],
  ["os.system(f'ls ${{ x }}')", "value-as-code"],
  ["subprocess.run('ls ${{ x }}', shell=True)", "value-as-code"],
  ["'a ${{ x }} %s' % b", "value-as-format"],
  ["'a ${{ x }} {}'.format(b)", "value-as-format"],
] as const;

const harmless = ["'a %s' % '${{ x }}'", "'{}'.format(${{ x }})", "subprocess.run(['ls', '${{ x }}'], shell=False)"];

const all = [...refused.map(([script]) => script), ...warned.map(([script]) => script), ...harmless];
const found = new Map((await findings(...all)).map((one, index) => [all[index] ?? "", one]));

test.each(refused)("Python refuses %s", (script, where) => {
  const problems = found.get(script)?.problems ?? [];
  expect(problems.map(({ message }) => message).join("\n")).toContain(where);
});

test("what the check refuses fails a run that was not checked", async () => {
  const { error, outputs } = await run("python", "o = 1\no = b'${{ x }}'", { values: { x: "a" } });
  expect(outputs).toEqual({});
  expect(error?.message).toContain("${{ x }} stands in a bytes literal");
});

test("places count in the script as written, also behind templates on several lines", async () => {
  const [syntax, glued] = await findings("f(${{ a\n || b }})\nlet ${{ c }} = 1", "é = '${{ a }}'\n\nf(a${{ b }})");
  expect(syntax?.problems).toMatchObject([{ code: "script-syntax", place: { line: 3, column: 5 } }]);
  expect(glued?.problems).toMatchObject([{ place: { line: 3, column: 4, length: 8 }, expressions: ["b"] }]);
});

test.each(warned)("Python warns: %s", (script, code) => {
  expect(found.get(script)).toMatchObject({ problems: [], warnings: [{ code, expressions: ["x"] }] });
});

test.each(harmless)("Python does not warn: %s", (script) => {
  expect(found.get(script)).toEqual({ problems: [], warnings: [] });
});

test("without Python a script is not checked, and that is told", async () => {
  const script = "o = ${{ x }}";
  const found = await checkPython([{ script, bound: bind(script, "python") }], "no-such-python");
  expect(found).toMatchObject([{ problems: [], warnings: [{ code: "script-unchecked" }] }]);
  const started = run("python", script, { env: { PATH: "/nowhere" } });
  await expect(started).rejects.toMatchObject({ code: "program-missing", facts: { program: "python3" } });
});
