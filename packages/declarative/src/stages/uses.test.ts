import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunHandle } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { allGone } from "../scripts/process/test-run.ts";
import { helpers, orders, reports, TaskFolder } from "../tasks/task-folder.fixture.ts";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const files = {
  "orders.ts": orders,
  "lib/tag.ts": 'export const tag = "a";\n',
  "reports.py": reports,
  "helpers.py": helpers,
};

describe("a task of a module", () => {
  test("TypeScript: its arguments by schema, its context, its logs; what it gives are the outputs", async () => {
    const tasks = new TaskFolder(files).registry();
    const yaml = ofStages(
      '- id: load\n  uses: orders/load@v1\n  with: { day: "${{ params.day }}" }\n- id: n\n  uses: orders/count@latest\n',
      "params: { day: date }\n",
    );
    const { context, logs, ops } = await ran(yaml, { day: "2026-01-02" }, { tasks });
    expect(context.errors).toEqual([]);
    const { load, n } = context.jobs.job?.stages ?? {};
    expect(load?.outputs).toMatchObject({
      day: "2026-01-02",
      rows: 10,
      tag: "a",
      attempt: 1,
      key: expect.stringContaining("load"),
      uuid: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(n?.outputs).toEqual({ result: 3 });
    expect(logs).toContain("loading 2026-01-02");
    expect(ops).toEqual(["resolve tasks", "job/make workspace", "job/load", "job/n", "remove workspaces"]);
  });

  test("Python: by signature, its neighbours imported, coroutines awaited", async () => {
    const tasks = new TaskFolder(files).registry();
    const { context, logs } = await ran(
      ofStages(`
- id: hello
  uses: reports/hello@v2
  with: { name: Ann, times: 2 }
- id: any
  uses: reports/anything@latest
  with: { a: [1, { b: 2 }], c: null }
- id: plain
  uses: reports/plain@latest
`),
      {},
      { tasks },
    );
    expect(context.errors).toEqual([]);
    const { hello, any, plain } = context.jobs.job?.stages ?? {};
    expect(hello?.outputs).toEqual({ text: "hi Annhi Ann", attempt: 1 });
    expect(any?.outputs).toEqual({ a: [1, { b: 2 }], c: null });
    expect(plain?.outputs).toEqual({ result: [1, 2] });
    expect(logs).toContain("greeting 2");
  });

  test("no argument is ever code, whatever it holds, and whatever it is called", async () => {
    const echo =
      'import { task } from "@stepwell/core";\nexport const echo = task("echo", (args: object) => ({ got: args, own: Object.keys(args), polluted: ({} as { x?: 1 }).x ?? null }));\n';
    const tasks = new TaskFolder({ ...files, "echo.ts": echo }).registry();
    const hostile = `'"\`$(touch OWNED)\` \${SECRET} \${{ params.day }} \\ \n {x} %s`;
    const yaml = `
- id: js
  uses: echo@latest
  with: { text: "\${{ params.text }}", __proto__: { x: 1 }, constructor: c }
- id: py
  uses: reports/anything@latest
  with: { text: "\${{ params.text }}", __proto__: { x: 1 }, "not a name": 1, "import os": 2 }
`;
    const { context } = await ran(ofStages(yaml, "params: { text: str }\n"), { text: hostile }, { tasks });
    expect(context.errors).toEqual([]);
    const { js, py } = context.jobs.job?.stages ?? {};
    expect(js?.outputs).toMatchObject({
      got: { text: hostile, constructor: "c" },
      own: ["text", "__proto__", "constructor"],
      polluted: null,
    });
    expect(py?.outputs).toMatchObject({ text: hostile, "not a name": 1, "import os": 2 });
    expect(Object.getOwnPropertyDescriptor(py?.outputs ?? {}, "__proto__")?.value).toEqual({ x: 1 });
    expect(existsSync("OWNED")).toBe(false);
  });

  test.each([
    ["orders/load@v1", "{ day: 5 }", "task-arguments", '"day": must be text'],
    ["reports/hello@v2", "{ nmae: x }", "task-arguments", 'there is no argument "nmae"; "name" is missing'],
    ["reports/hello@v2", "{ name: x, times: many }", "task-arguments", '"times" is a str, and a int is asked for'],
    ["orders/fails@v1", "{}", "script-failed", "RangeError: out of rows"],
  ])("what is wrong with arguments, or thrown, fails the stage: %s %s", async (uses, given, code, text) => {
    const tasks = new TaskFolder(files).registry();
    const { context } = await ran(ofStages(`- id: a\n  uses: ${uses}\n  with: ${given}\n`), {}, { tasks });
    expect(context.errors).toMatchObject([{ code, message: expect.stringContaining(text) }]);
  });

  test("a task that is not there fails the run before anything of it is done", async () => {
    const tasks = new TaskFolder(files).registry();
    const { context, ops } = await ran(ofStages("- bash: touch made\n- uses: orders/lod@v1\n"), {}, { tasks }).catch(
      (error: unknown) => ({ context: error, ops: [] }),
    );
    expect(ops).toEqual([]);
    expect(String(context)).toContain('there is no task "orders/lod@v1"');
  });

  test("it is given secrets, and gives none away", async () => {
    const leaky =
      'import { task } from "@stepwell/core";\nexport const leak = task("leak", ({ token }: { token: string }, t) => { t.log("it is " + token); t.set("seen", token); return { token, length: token.length }; });\n';
    const tasks = new TaskFolder({ "leak.ts": leaky }).registry();
    const secrets = new Map([["TOKEN", "s3cret-value"]]);
    const { context, logs } = await ran(
      ofStages('- id: a\n  uses: leak@latest\n  with: { token: "${{ secrets.TOKEN }}" }\n'),
      {},
      { tasks, secrets },
    );
    expect(context.outputs).toMatchObject({ job: { token: "***", length: 12 } });
    expect(logs).toEqual(["it is ***"]);
  });

  test.each([
    [
      "ts",
      "long@latest",
      'import { spawn } from "node:child_process";\nimport { writeFileSync } from "node:fs";\nimport { task } from "@stepwell/core";\nexport const long = task("long", async ({ file }: { file: string }) => {\n  const child = spawn("sleep", ["1000"], { stdio: "ignore" });\n  writeFileSync(file, `${process.pid} ${child.pid} `);\n  for (;;);\n});\n',
    ],
    [
      "py",
      "long@latest",
      "import os, signal, subprocess\ndef long(file):\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    child = subprocess.Popen(['sleep', '1000'])\n    open(file, 'w').write(f'{os.getpid()} {child.pid} ')\n    while True: pass\n",
    ],
  ])("a cancellation ends its whole process group: %s", async (ending, uses, text) => {
    const folder = new TaskFolder({ [`long.${ending}`]: text });
    const file = join(folder.root, "pids");
    const pids = () => readFileSync(file, { encoding: "utf8", flag: "a+" }).trim().split(" ").map(Number);
    const meanwhile = async (run: RunHandle): Promise<void> => {
      while (pids().length < 2) await new Promise((resolve) => setImmediate(resolve));
      await run.cancel();
    };
    const yaml = ofStages(`- id: a\n  uses: ${uses}\n  with: { file: "${file}" }\n`);
    const { context } = await ran(yaml, {}, { tasks: folder.registry(), meanwhile });
    expect(context.status).toBe("CANCEL");
    await allGone(pids());
  });

  test("a module that changes while the run goes on is an error, not another run", async () => {
    const folder = new TaskFolder(files);
    const yaml = ofStages(`
- wait: { signal: go }
- id: late
  uses: orders/load@v1
  with: { day: x }
`);
    const meanwhile = async (run: RunHandle): Promise<void> => {
      while ((await run.status()).status !== "waiting") await new Promise((resolve) => setImmediate(resolve));
      folder.write("lib/tag.ts", 'export const tag = "changed";\n');
      await run.signal("go", null);
    };
    const { context } = await ran(yaml, {}, { tasks: folder.registry(), meanwhile });
    expect(context.errors).toMatchObject([{ code: "task-changed", message: expect.stringContaining("lib/tag.ts") }]);
  });
});
