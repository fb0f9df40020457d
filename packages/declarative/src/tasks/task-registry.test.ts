import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { helpers, orders, reports, TaskFolder } from "./task-folder.fixture.ts";
import { taskNameOf } from "./task-name.ts";

const files = { "etl/orders.ts": orders, "etl/lib/tag.ts": 'export const tag = "a";\n' };
const python = { "etl/reports.py": reports, "etl/helpers.py": helpers };

test("a name is the path of a module, a task of it, and a tag; it leads nowhere else", () => {
  expect(taskNameOf("etl/orders/load@v1")).toEqual({ path: "etl/orders", name: "load@v1" });
  expect(taskNameOf("load@v1")).toEqual({ path: "load", name: "load@v1" });
  for (const wrong of ["load", "load@", "@v1", "../load@v1", "a/../b@v1", "/etc/x@v1", "a//b@v1", ".a/b@v1", "a\\b@v1"])
    expect(taskNameOf(wrong), wrong).toBeUndefined();
});

test("a TypeScript task says what its schema says; a module without one takes anything", async () => {
  const tasks = new TaskFolder(files).registry();
  expect(await tasks.signature("etl/orders/load@v1")).toMatchObject({
    known: ["day", "rows"],
    required: ["day"],
    open: false,
  });
  expect(await tasks.signature("etl/orders/count@latest")).toMatchObject({ known: [], open: true });
});

test("a Python task says what its signature says, and nothing of it is executed for that", async () => {
  const tasks = new TaskFolder({ ...python, "side.py": "raise SystemExit(9)\ndef a(x, y=1): pass\n" }).registry();
  const signature = await tasks.signature("etl/reports/hello@v2");
  expect(signature).toMatchObject({ known: ["name", "times", "loud", "context"], required: ["name"], open: false });
  expect(await tasks.signature("etl/reports/anything@latest")).toMatchObject({ required: [], open: true });
  expect(await tasks.signature("side/a@latest")).toMatchObject({ known: ["x", "y"], required: ["x"] });
  await expect(tasks.signature("etl/reports/_hidden@latest")).rejects.toMatchObject({ code: "task-unknown" });
});

test("a pin is made of the module and all of the user's files that it imports", async () => {
  const folder = new TaskFolder({ ...files, ...python });
  const [ts, py] = await folder.registry().pins(["etl/orders/load@v1", "etl/reports/hello@v2"]);
  expect(Object.keys(ts?.files ?? {})).toEqual(["etl/lib/tag.ts", "etl/orders.ts"]);
  expect(Object.keys(py?.files ?? {})).toEqual(["etl/helpers.py", "etl/reports.py"]);
  const tasks = folder.registry();
  expect(await tasks.pins(["etl/orders/load@v1"])).toEqual([ts]);
  folder.write("etl/lib/tag.ts", 'export const tag = "b";\n');
  if (ts === undefined) throw new TypeError("no pin");
  expect(() => tasks.callable(ts)).toThrow(
    expect.objectContaining({ code: "task-changed", facts: expect.objectContaining({ file: "etl/lib/tag.ts" }) }),
  );
  // The same registry sees it, too.
  expect((await tasks.pins(["etl/orders/load@v1"]))[0]?.hash).not.toBe(ts.hash);
});

const unknown = [
  ["etl/ordrs/load@v1", "there is no etl/ordrs.ts, etl/ordrs.js or etl/ordrs.py", "etl/orders/load@v1"],
  ["etl/orders/laod@v1", "etl/orders.ts has count@latest, fails@v1, load@v1", "etl/orders/load@v1"],
  ["etl/orders/load@v2", "etl/orders.ts has count@latest, fails@v1, load@v1", "etl/orders/load@v1"],
  ["nothing/of/that@v1", "there is no nothing/of.ts", ""],
] as const;

test.each(unknown)(
  "an unknown task names the nearest one, and where was looked: %s",
  async (uses, problem, nearest) => {
    const folder = new TaskFolder(files);
    await expect(folder.registry().signature(uses)).rejects.toMatchObject({
      code: "task-unknown",
      message: expect.stringContaining(problem),
      facts: { nearest, roots: [folder.root] },
    });
  },
);

test("a name that two modules have is an error that names both", async () => {
  const folder = new TaskFolder({ ...files, "etl/orders.py": "def load(): pass\n" });
  const both = {
    code: "task-twice",
    facts: { first: join(folder.root, "etl/orders.ts"), second: join(folder.root, "etl/orders.py") },
  };
  await expect(folder.registry().signature("etl/orders/load@v1")).rejects.toMatchObject(both);
  const other = new TaskFolder({ "etl/orders.ts": orders });
  const first = new TaskFolder(files);
  await expect(first.registry(other.root).signature("etl/orders/load@v1")).rejects.toMatchObject({
    code: "task-twice",
  });
});

test("no link leads out of a root", async () => {
  const folder = new TaskFolder({ "outside/secret.py": "def read(): pass\n" });
  mkdirSync(join(folder.root, "inside"));
  symlinkSync(join(folder.root, "outside"), join(folder.root, "inside/etl"));
  symlinkSync(join(folder.root, "outside/secret.py"), join(folder.root, "inside/secret.py"));
  const tasks = new TaskFolder({}).registry(join(folder.root, "inside"));
  for (const uses of ["etl/secret/read@latest", "secret/read@latest"])
    await expect(tasks.signature(uses)).rejects.toMatchObject({ code: "task-unknown" });
});

const broken = [
  ["a.ts", 'import { task } from "@stepwell/core";\nexport const a = task("a", () => {;\n', 2, /Expected|Unexpected/],
  ["a.js", "export const a = 1;\nconst = 2;\n", 2, /Unexpected token/],
  ["a.ts", 'const x: number = 1;\nthrow new RangeError("not today");\n', 2, /RangeError: not today/],
  ["a.ts", 'import { y } from "./nothing.ts";\n', 1, /Cannot find module/],
  ["a.py", "def a():\n    return 1 +\n", 2, /SyntaxError/],
  ["a.py", "def a(x, /): pass\n", 1, /by name/],
  ["a.py", "def a(): pass\na.task = 5\n", 2, /a\.task must be a text/],
  [
    "a.ts",
    'import { task } from "@stepwell/core";\nexport const a = task("a", () => 1);\nexport const b = task("a@latest", () => 2);\n',
    undefined,
    /two of its tasks/,
  ],
] as const;

test.each(broken)(
  "a module that cannot be loaded is named with line and cause: %s %#",
  async (name, text, line, problem) => {
    const folder = new TaskFolder({ [name]: text });
    const error: unknown = await folder
      .registry()
      .signature("a@latest")
      .catch((found: unknown) => found);
    expect(error).toMatchObject({ code: "task-not-loadable", message: expect.stringMatching(problem) });
    if (line !== undefined) expect(error).toMatchObject({ facts: { file: join(folder.root, name), line } });
  },
);
