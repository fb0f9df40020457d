import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { renderProblems } from "../diagnosis/render.ts";
import { definitionsOf, type Loaded, loadPath } from "./load.ts";

/** Writes the files into a folder, and loads a path of it. */
async function load(files: Record<string, string>, path = "."): Promise<{ loaded: Loaded; said: string }> {
  const root = mkdtempSync(join(tmpdir(), "stepwell-load-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const loaded = await loadPath(join(root, path));
  return { loaded, said: renderProblems(loaded.problems).replaceAll(`${root}/`, "").replaceAll(root, "") };
}

const using = "name: w\njobs:\n  a: { uses: jobs/common#lint, with: { folder: src } }\n";
const lint =
  "lint:\n  params: { folder: str, level: { type: int, default: 1 } }\n  runs-on: thread\n  retry: 2\n  env: { A: t, B: t }\n  stages:\n    - bash: lint ${{ params.folder }}\n";

test("a job takes its stages from a template beside workflows/, and its params are the template's", async () => {
  const { loaded, said } = await load(
    { "conf/workflows/deep/w.yml": using, "conf/jobs/common.yml": lint },
    "conf/workflows/deep/w.yml",
  );
  expect(said).toBe("");
  expect(definitionsOf(loaded)[0]?.jobs[0]).toMatchObject({
    runsOn: { type: "thread" },
    retry: { maxAttempts: 3 },
    stages: [{ type: "bash", value: "lint ${{ params.folder }}" }],
    template: {
      from: "jobs/common#lint",
      with: { folder: "src" },
      env: { A: "t", B: "t" },
      gives: ["retry"],
      params: [{ name: "folder" }, { name: "level", default: 1 }],
    },
  });
});

test("what a job says itself goes before what its template says", async () => {
  const own = "name: w\njobs:\n  a: { uses: jobs/common#lint, with: { folder: src }, retry: 0, env: { B: j } }\n";
  const { loaded } = await load({ "w.yml": own, "jobs/common.yml": lint });
  expect(definitionsOf(loaded)[0]?.jobs[0]).toMatchObject({
    retry: { maxAttempts: 1 },
    env: { B: "j" },
    template: { env: { A: "t", B: "t" }, gives: [] },
  });
});

test("templates of stages use one another", async () => {
  const { loaded, said } = await load({
    "workflows/w.yml":
      "name: w\njobs:\n  a:\n    stages:\n      - uses: stages/checks#file\n        with: { file: x }\n",
    "stages/checks.yml":
      "file:\n  params: { file: str }\n  stages:\n    - uses: stages/deep/more#size\n    - echo: ${{ params.file }}\n",
    "stages/deep/more.json": '{ "size": { "stages": [{ "bash": "wc" }] } }',
  });
  expect(said).toBe("");
  expect(definitionsOf(loaded)[0]?.jobs[0]?.stages[0]).toMatchObject({
    type: "uses",
    branches: [{ path: "stages", stages: [{ branches: [{ stages: [{ type: "bash" }] }] }, { type: "echo" }] }],
    template: { from: "stages/checks#file", with: { file: "x" } },
  });
});

test("all files of a folder are loaded, apart from templates", async () => {
  const { loaded, said } = await load({
    "workflows/b/two.json": '{ "two": { "jobs": { "a": { "stages": [{ "echo": "hi" }] } } } }',
    "workflows/one.yaml": "one:\n  jobs: { a: { stages: [{ echo: hi }] } }\n",
    "workflows/.hidden.yml": "no: definition\n",
    "workflows/readme.md": "# no definition",
    "jobs/common.yml": lint,
  });
  expect(said).toBe("");
  expect(loaded.definitions.map(({ name }) => name)).toEqual(["two", "one"]);
});

test.each([
  [
    "two definitions of one name, in two files",
    {
      "a.yml": "w:\n  jobs: { a: { stages: [{ echo: hi }] } }\n",
      "b.yml": "name: w\njobs: { a: { stages: [{ echo: hi }] } }\n",
    },
    'b.yml:1:7  workflow "w" is defined twice, first in a.yml:1\n 1 | name: w\n   |       ^ give one of them another name',
  ],
  [
    "a template that is not there",
    { "w.yml": using.replace("#lint", "#lnit"), "jobs/common.yml": lint },
    'w.yml:3:14  there is no template "jobs/common#lnit": jobs/common has no "lnit"\n 3 |   a: { uses: jobs/common#lnit, with: { folder: src } }\n   |              ^^^^^^^^^^^^^^^^ did you mean "jobs/common#lint"?',
  ],
  [
    "params that the template does not know, and one that it misses",
    { "w.yml": using.replace("folder", "foldr"), "jobs/common.yml": lint },
    'w.yml:3:14  template "jobs/common#lint" is not given "folder"\n 3 |   a: { uses: jobs/common#lint, with: { foldr: src } }\n   |              ^^^^^^^^^^^^^^^^ write with: { folder: … }\nw.yml:3:40  template "jobs/common#lint" asks for no "foldr"\n 3 |   a: { uses: jobs/common#lint, with: { foldr: src } }\n   |                                        ^^^^^ did you mean "folder"?',
  ],
  [
    "a mistake in a template, once and at its place",
    {
      "w.yml": `${using}  b: { uses: jobs/common#lint, with: { folder: src } }\n`,
      "jobs/common.yml": lint.replace("params.folder", "params.foldr"),
    },
    'jobs/common.yml:7:29  there is no param "foldr"; known: folder, level\n 7 |     - bash: lint ${{ params.foldr }}\n   |                             ^^^^^ did you mean "folder"?',
  ],
  [
    "templates that use one another in a circle",
    {
      "w.yml": "name: w\njobs: { a: { stages: [{ uses: stages/x#one }] } }\n",
      "stages/x.yml": "one: { stages: [{ uses: stages/x#two }] }\ntwo: { stages: [{ uses: stages/x#one }] }\n",
    },
    "stages/x.yml:2:25  templates use one another: stages/x#one uses stages/x#two uses stages/x#one\n 2 | two: { stages: [{ uses: stages/x#one }] }\n   |                         ^^^^^^^^^^^^ take one of these uses out: as it is, they have no end",
  ],
  [
    "a script of a template that gets no language from its workflow",
    {
      "w.yml": "name: w\njobs: { a: { stages: [{ uses: stages/x#one }] } }\n",
      "stages/x.yml": "one: { stages: [{ run: print(1) }] }\n",
    },
    "stages/x.yml:1:19  this stage (run) does not say in which language its run is written\n 1 | one: { stages: [{ run: print(1) }] }\n   |                   ^^^ write shell: js, ts or python beside it, or once in the workflow: defaults: { run: { shell: python } }; a shell script is bash:",
  ],
  [
    "ways out of the folder",
    { "w.yml": "name: w\njobs:\n  a: { uses: jobs/../../secret#x }\n  b: { uses: /etc/passwd#x }\n" },
    'w.yml:3:14  "jobs/../../secret#x" names neither a template nor a task\n 3 |   a: { uses: jobs/../../secret#x }\n   |              ^^^^^^^^^^^^^^^^^^^ write jobs/common#lint\nw.yml:4:14  "/etc/passwd#x" names neither a template nor a task\n 4 |   b: { uses: /etc/passwd#x }\n   |              ^^^^^^^^^^^^^ write jobs/common#lint',
  ],
])("%s", async (_, files, report) => {
  const { loaded, said } = await load(files as Record<string, string>);
  expect(said).toBe(report);
  expect(loaded.definitions.filter(({ name }) => name === "w")).toHaveLength(report.includes("defined twice") ? 1 : 0);
});

test("templates cannot multiply without end", async () => {
  const twice = (name: string, next: string) =>
    `${name}: { stages: [${Array(30)
      .fill(`{ uses: stages/x#${next} }`)
      .map((use, n) => use.replace("{ ", `{ id: s${n}, `))
      .join(", ")}] }\n`;
  const { said } = await load({
    "w.yml": "name: w\njobs: { a: { stages: [{ uses: stages/x#a }] } }\n",
    "stages/x.yml": `${twice("a", "b")}${twice("b", "c")}${twice("c", "d")}d: { stages: [{ echo: hi }] }\n`,
  });
  expect(said).toContain("with its templates the definition has more than 20000 stages");
});

test("a file that is not there, or no text", async () => {
  expect((await load({}, "none.yml")).said).toBe(
    "none.yml cannot be read: there is no such file\n  check the path, and that it is a text in UTF-8",
  );
  const root = mkdtempSync(join(tmpdir(), "stepwell-load-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "w.yml"), new Uint8Array([0x61, 0xff, 0xfe]));
  expect((await loadPath(join(root, "w.yml"))).problems).toMatchObject([
    { code: "source-unreadable", message: expect.stringContaining("no text in UTF-8") },
  ]);
});
