/** What is said below a run of a definition that has failed: what to do, and how it goes on then. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

test("of a variable that had no value: it is to be set, and the run begun anew with it", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  folder.write("v.yml", 'name: v\njobs: { a: { stages: [{ id: say, echo: "in ${{ vars.REGION }}" }] } }\n');
  const failed = await folder.run("run", "v.yml", "--id", "v1");
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/set the variable, then:\s+stepwell rerun v1/);
  expect(failed.stderr).not.toContain("retry v1");
  const setting = folder.start(["vars", "set", "REGION"]);
  setting.input("eu");
  await setting.ended;
  const again = await folder.run("rerun", "v1");
  expect([again.code, JSON.parse(again.stdout)]).toEqual([0, { a: { message: "in eu" } }]);
});

test("of a program that is missing: where to install it, in the plan and below the run", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  folder.write("p.yml", "name: p\njobs: { a: { stages: [{ id: py, shell: python, run: 'x = 1' }] } }\n");
  symlinkSync(process.execPath, join(folder.path, "node"));
  const without = (...words: string[]) => folder.start(words, { PATH: folder.path }).ended;
  const plan = await without("plan", "p.yml");
  expect(plan).toMatchObject({ code: 2, stdout: expect.stringContaining("python3 is not on the PATH") });
  expect(plan.stdout).toContain("install it where workers run, or put it on their PATH");
  const run = await without("run", "p.yml", "--id", "p1");
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("python3 is not installed here, or not on the PATH");
  expect(run.stderr).toMatch(/install python3 on the machine of the worker[\s\S]*then: stepwell\s+retry p1/);
});

test("of a folder that is not there: what there is, and that the mended file is taken", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  const of = (where: string) =>
    `name: f\njobs:\n  a:\n    stages:\n      - bash: mkdir -p source\n      - id: build\n        bash: pwd\n        working-directory: ${where}\n`;
  folder.write("f.yml", of("sorce"));
  const failed = await folder.run("run", "f.yml", "--id", "f1");
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('the script of stage "build" would work in "sorce": there is no "sorce" in ');
  expect(failed.stderr.replaceAll(/\s+/g, " ")).toMatch(/did you mean "source"\?.* then: stepwell rerun f1 --current/);
  folder.write("f.yml", of("source"));
  expect(await folder.run("rerun", "f1", "--current")).toMatchObject({ code: 0 });
});

test("of a script that failed: a retry keeps the definition, a rerun may take the mended file", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  const of = (script: string) => `name: s\njobs: { a: { stages: [{ id: x, bash: ${script} }] } }\n`;
  folder.write("s.yml", of("exit 3"));
  const failed = await folder.run("run", "s.yml", "--id", "s1");
  expect(failed.stderr.replaceAll(/\s+/g, " ")).toContain(
    "fix, then: stepwell retry s1, or with a mended file: stepwell rerun s1 --current",
  );
  folder.write("s.yml", of("exit 0"));
  expect((await folder.run("retry", "s1")).code).toBe(1);
  expect((await folder.run("rerun", "s1", "--current")).code).toBe(0);
});

test("where the store was given, the next command has it", { timeout: 120_000 }, async () => {
  const folder = new TestFolder();
  folder.write("s.yml", "name: s\njobs: { a: { stages: [{ id: x, bash: exit 3 }] } }\n");
  const at = ["--store", "file:other.db"];
  const failed = await folder.run("run", "s.yml", "--id", "s1", ...at);
  const shown = await folder.run("show", "s1", ...at);
  for (const said of [failed.stderr, shown.stdout])
    expect(said.replaceAll(/\s+/g, " ")).toContain(
      "stepwell retry s1 --store file:other.db, or with a mended file: stepwell rerun s1 --current --store file:other.db",
    );
});

test("and whose runs they are; an answer, an import and doctor say it as well", { timeout: 120_000 }, async () => {
  const folder = new TestFolder();
  folder.write(
    "a.ts",
    'import { workflow } from "stepwell";\nexport const a = workflow("a", (wf) => wf.ask({ title: "Well?" }));\n',
  );
  const at = ["--store", "file:other.db", "--namespace", "team"];
  const next = "stepwell resume a1 --store file:other.db --namespace team";
  const saved = await folder.run("run", "a.ts", "--id", "a1", "--wait", "1s", ...at);
  expect(saved.stderr).toContain(next);
  const asked = await folder.run("show", "a1", ...at);
  expect(asked.stdout).toContain("stepwell approve a1 --store file:other.db --namespace team");
  const imported = await folder.run("export", "a1", "-o", "a.json", ...at);
  expect(imported.code).toBe(0);
  const there = await folder.run("import", "a.json", "--store", "file:third.db");
  expect(there.stderr).toContain("stepwell resume a1 --store file:third.db");
  const answered = await folder.run("approve", "a1", ...at);
  expect(answered.stderr.replaceAll(/\s+/g, " ")).toContain(next);
  expect((await folder.run("doctor", ...at)).stdout.replaceAll(/\s+/g, " ")).toContain(next);
  expect((await folder.run("doctor", "--store", "file:other.db")).stdout).toContain("no runs are open");
});
