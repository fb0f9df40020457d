import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Decimal } from "../../expressions/decimal.ts";
import { IsoTime } from "../../expressions/iso-time.ts";
import { Secret } from "../../expressions/secret.ts";
import { run, testFolder } from "../process/test-run.ts";

test("it is given params, context and values in Python's own types", async () => {
  const values = {
    when: IsoTime.of("2024-01-02T03:04:05.5Z"),
    day: IsoTime.of("2024-01-02"),
    price: Decimal.of("1.50"),
    big: 2n ** 70n,
  };
  const script = [
    "import datetime, decimal",
    "assert isinstance(${{ when }}, datetime.datetime) and ${{ when }}.utcoffset() == datetime.timedelta(0)",
    "assert type(${{ day }}) is datetime.date",
    "assert ${{ price }} == decimal.Decimal('1.5') and '${{ price }}' == '1.50'",
    "assert ${{ big }} == 2 ** 70",
    "attempt = context.get('attempt', 1)",
    "nothing = context.get('nothing', 'default')",
    "deep = params['a'][0]",
    "result.outputs = {'when': ${{ when }}, 'price': ${{ price }}, 'set': {1}}",
  ].join("\n");
  const { outputs, error, stderr } = await run("python", script, {
    values,
    params: { a: [null] },
    context: { attempt: 3 },
  });
  expect(error, stderr).toBeUndefined();
  expect(outputs).toEqual({
    attempt: 3,
    nothing: "default",
    deep: null,
    when: "2024-01-02T03:04:05.500000+00:00",
    price: "1.50",
    set: [1],
  });
});

test("outputs: small plain names of the top level, and result.outputs over them, kept when result is rebound", async () => {
  const script = [
    "import time, json as j",
    "from os import path",
    "a = 1; _own = 2; f = lambda: 1; bad = float('nan'); pair = (1, 'x'); big = 'x' * 40000",
    "class C: pass",
    "token = 'a ' + '${{ secrets.t }}'",
    "nested = {'deep': [token]}",
    "result.outputs = {'a': 2, 'token': '${{ secrets.t }}'}",
    "result = {'rebound': True}",
  ].join("\n");
  const { outputs, error } = await run("python", script, { values: { "secrets.t": new Secret("s3cret") } });
  expect(error).toBeUndefined();
  expect(outputs).toEqual({ a: 2, pair: [1, "x"], result: { rebound: true }, token: "s3cret" });
});

test.each([
  ["result.outputs = 5", "no dict"],
  ["result.outputs['a'] = [print]", "result.outputs.a[0] is a builtin_function_or_method"],
  ["result.outputs['a'] = 'x' * 2000000", "bytes"],
])("outputs that are no plain data, or too much of it, fail the stage: %s", async (script, problem) => {
  const { error } = await run("python", script);
  expect(error).toMatchObject({ code: "outputs-invalid" });
  expect(error?.message).toContain(problem);
});

test("what it raises is told; the traceback shows the script as it was written", async () => {
  const { error, stderr } = await run("python", "x = '${{ x }}'\nraise Exception('System unhealthy ' + '${{ x }}')", {
    values: { x: "v" },
  });
  expect(error?.message).toBe("stage has failed, exit code 1: Exception: System unhealthy v");
  expect(stderr).toContain(
    "File \"<stage>\", line 2, in <module>\n    raise Exception('System unhealthy ' + '${{ x }}')",
  );
  expect(stderr).not.toContain("runner.py");
  expect(await run("python", "import sys; a = 1; sys.exit(0)")).toMatchObject({ outputs: { a: 1 }, return_code: 0 });
  expect(await run("python", "import sys; sys.exit(3)")).toMatchObject({
    return_code: 3,
    error: { code: "script-failed" },
  });
  expect((await run("python", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")).error?.message).toContain(
    "SIGSEGV",
  );
});

test("it finds modules where it works, prints at once, and is a main program", async () => {
  const folder = testFolder();
  writeFileSync(join(folder, "lib.py"), "def split_data():\n  return [1, 2]\n");
  const script =
    "from lib import split_data\nimport pickle\nclass C: pass\nassert pickle.loads(pickle.dumps(C()))\nassert __name__ == '__main__'\nprint('é')\npartitions = split_data()";
  const env = { LC_ALL: "C", PYTHONCOERCECLOCALE: "0", PYTHONUTF8: "0" };
  expect(await run("python", script, { folder, env })).toMatchObject({
    outputs: { partitions: [1, 2] },
    stdout: "é\n",
  });
  const lines: string[] = [];
  const control = new AbortController();
  const onLine = ({ text }: { text: string }): void => {
    lines.push(text);
    control.abort();
  };
  await run("python", "import time\nprint('at once')\ntime.sleep(1000)", { onLine, signal: control.signal });
  expect(lines).toEqual(["at once"]);
});

test("a value of a megabyte is in no argument and no environment", async () => {
  const script = "import os\nseen = open('/proc/self/cmdline').read() + str(dict(os.environ))\nsize = len(${{ x }})";
  const { outputs } = await run("python", script, { values: { x: "sesame".repeat(200_000) } });
  expect(outputs.size).toBe(1_200_000);
  expect(String(outputs.seen)).not.toContain("sesame");
});
