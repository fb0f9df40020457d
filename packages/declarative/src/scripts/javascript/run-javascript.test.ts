import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { expect, test } from "vitest";
import { Decimal } from "../../expressions/decimal.ts";
import { Secret } from "../../expressions/secret.ts";
import { bind, withoutTemplates } from "../bind.ts";
import { runScript } from "../process/run-script.ts";
import { run, testFolder } from "../process/test-run.ts";

test("it is given params, context and values as they are", async () => {
  const values = { when: new Date(5), map: { __proto__: null, a: [1n, "x"] }, price: Decimal.of("1.50"), none: null };
  const script =
    "result.outputs = { when: ${{ when }}, map: ${{ map }}, price: ${{ price }}, none: ${{ none }}, text: `${{ map }}`, attempt: context.attempt, p: params.p }";
  const { outputs, error } = await run("js", script, { values, params: { p: 7 }, context: { attempt: 2 } });
  expect(error).toBeUndefined();
  expect(outputs).toEqual({
    when: "1970-01-01T00:00:00.005Z",
    map: { a: [1, "x"] },
    price: "1.50",
    none: null,
    text: '{"a":["1","x"]}',
    attempt: 2,
    p: 7,
  });
});

test("outputs: names of the top level that are plain data, and result.outputs over them", async () => {
  const script = [
    "const a = 1, { b, c: [d] } = { b: 'x', c: [null] };",
    "let late = 1; const _own = 2; const when = new Date(); const bad = NaN; const big = 'x'.repeat(40_000);",
    "function f() {} class C {}",
    "const token = 'a ' + ${{ secrets.t }};",
    "result.outputs = { a: 2, token: ${{ secrets.t }} };",
    "result = { outputs: 'gone' };",
    "late = 3;",
    "if (a) return;",
    "const never = 1;",
  ].join("\n");
  const { outputs, error } = await run("js", script, { values: { "secrets.t": new Secret("s3cret") } });
  expect(error).toBeUndefined();
  expect(outputs).toEqual({ a: 2, b: "x", d: null, late: 3, result: { outputs: "gone" }, token: "s3cret" });
});

test.each([
  ["result.outputs = 5", "result.outputs is no object"],
  ["result.outputs = { a: [() => 1] }", "result.outputs.a[0] is a function"],
  ["result.outputs.a = 'x'.repeat(2_000_000)", "bytes"],
])("outputs that are no plain data, or too much of it, fail the stage: %s", async (script, problem) => {
  const { error } = await run("js", script);
  expect(error).toMatchObject({ code: "outputs-invalid" });
  expect(error?.message).toContain(problem);
});

test("what it throws is told with its line", async () => {
  const { error, stderr, return_code } = await run("ts", "const a: number = 1;\nthrow new TypeError(`bad ${a}`)");
  expect(error?.message).toBe("stage has failed, exit code 1: TypeError: bad 1");
  expect(return_code).toBe(1);
  expect(stderr).toMatch(/stage\.mjs:2:7/);
  const stray = await run("js", "setTimeout(() => { throw 5 }, 1); await new Promise(() => {})");
  expect(stray.error?.message).toBe("stage has failed, exit code 1: 5");
});

test("a wait that nothing ends is a failure, and an exit is an end", async () => {
  expect((await run("js", "await new Promise(() => {})")).error?.message).toContain(
    "waits for something that never comes",
  );
  expect(await run("js", "const a = 1; process.exit(0)")).toMatchObject({ outputs: { a: 1 }, return_code: 0 });
  expect(await run("js", "process.exit(4)")).toMatchObject({ return_code: 4, error: { code: "script-failed" } });
});

test("import and export: it is a module then, and finds others beside it; without them import() does", async () => {
  const folder = testFolder();
  writeFileSync(join(folder, "lib.mjs"), "export const lib = 'found';");
  const script =
    "import { lib } from './lib.mjs';\nimport { sep } from 'node:path';\nexport const both = lib + sep + '${{ x }}';\nresult = 1;";
  const values = { x: "v" };
  const module = await run("ts", script, { folder, values });
  expect(module).toMatchObject({ outputs: { both: "found/v", result: 1 } });
  const { outputs } = await run("js", "const { lib } = await import('./lib.mjs')", { folder });
  expect(outputs).toEqual({ lib: "found" });
});

test("a prelude stands before the script", async () => {
  const script = "const o = twice('${{ x }}')";
  const bound = bind(script, "js", { prelude: { text: "const twice = (a) => a + a + '${{ y }}'" } });
  const values = new Map(bound.names.map(({ name, expression }) => [name, expression]));
  const folder = testFolder();
  const { outputs } = await runScript({
    host: nodeHost(),
    script: bound,
    values,
    name: "s",
    folder,
    inherited: process.env,
  });
  expect(outputs.o).toBe("xxy");
});

test("a value of a megabyte is in no argument and no environment", async () => {
  const script =
    "import { readFileSync } from 'node:fs';\nexport const seen = readFileSync('/proc/self/cmdline', 'latin1') + JSON.stringify(process.env);\nexport const size = ${{ x }}.length";
  const { outputs } = await run("js", script, { values: { x: "sesame".repeat(200_000) } });
  expect(outputs.size).toBe(1_200_000);
  expect(outputs.seen).not.toContain("sesame");
});

test("the heap is limited", async () => {
  const script = "const a = []; for (;;) a.push(new Array(100_000).fill({}))";
  const { error, stderr } = await run("js", script, { limits: { memoryBytes: 64 * 2 ** 20 } });
  expect(error).toMatchObject({ code: "script-failed" });
  expect(stderr).toContain("heap out of memory");
  expect(existsSync("core")).toBe(false);
});

test("where values were pasted, a template in one is text", async () => {
  const script = withoutTemplates("const a: string = '${{ x }}' + 1", "ts");
  expect(script.problems).toEqual([]);
  const options = {
    host: nodeHost(),
    script,
    values: new Map(),
    name: "s",
    folder: testFolder(),
    inherited: process.env,
  };
  expect((await runScript(options)).outputs).toEqual({ a: "${{ x }}1" });
});
