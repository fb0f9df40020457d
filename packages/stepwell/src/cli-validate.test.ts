/** Definitions that are only checked. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write("hello.yml", "name: hello\njobs: { a: { stages: [{ echo: hello }] } }\n");
folder.write("wrong.yml", "name: wrong\njobs:\n  a:\n    neds: b\n    stages:\n      - bahs: ls\n");
mkdirSync(join(folder.path, "empty"));

test("a folder without definitions is a wrong path", async () => {
  const { code, stderr } = await folder.run("validate", "hello.yml", "empty");
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("no definition in empty") });
  expect((await folder.run("validate", "")).code).toBe(2);
});

test("says what can be run, and exits with 2 when something cannot", async () => {
  const good = await folder.run("validate", "hello.yml");
  expect(good).toMatchObject({ code: 0, stderr: "can be run: hello\n" });
  const bad = await folder.run("validate", "hello.yml", "wrong.yml", "--json");
  expect(bad.code).toBe(2);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    definitions: ["hello"],
    problems: [{ code: "unknown-key", place: { file: "wrong.yml", line: 4, column: 5 } }, {}],
  });
});

const starting = (name: string, started: string) =>
  `name: ${name}\njobs: { a: { stages: [{ id: t, trigger: ${started} }] } }\n`;

test("a workflow that is started has to be there: among the files, or deployed", { timeout: 120_000 }, async () => {
  const other = new TestFolder();
  mkdirSync(join(other.path, "conf"));
  other.write("conf/parent.yml", starting("parent", "chidl"));
  other.write("conf/any.yml", starting("any", '"${{ params.which }}"').replace("jobs", "params: { which: str }\njobs"));
  other.write("conf/child.yml", "name: child\njobs: { a: { stages: [{ echo: hi }] } }\n");
  const said = `conf/parent.yml:2:41  there is no workflow "chidl" here`;
  const typo = await other.run("validate", "conf");
  expect(typo).toMatchObject({ code: 2, stdout: expect.stringContaining(said) });
  expect(typo.stdout).toContain('^^^^^ did you mean "child"?');
  for (const words of [
    ["apply", "conf"],
    ["run", "conf/parent.yml"],
    ["apply", "conf/parent.yml"],
  ]) {
    const { code, stderr } = await other.run(...words);
    expect([words, code, stderr]).toEqual([words, 2, expect.stringContaining(said)]);
  }
  other.write("conf/parent.yml", starting("parent", "child"));
  expect((await other.run("validate", "conf/parent.yml", "conf/child.yml")).code).toBe(0);
  const alone = await other.run("validate", "conf/parent.yml");
  expect([alone.code, alone.stdout]).toEqual([2, expect.stringContaining("deploy it: stepwell apply")]);
  expect((await other.run("apply", "conf")).code).toBe(0);
  for (const path of ["conf/parent.yml", "parent", "any"]) expect((await other.run("validate", path)).code).toBe(0);
  expect(await other.run("validate", "parnt")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean "parent"?'),
  });
  // What is deployed and not in the folder would go.
  mkdirSync(join(other.path, "less"));
  other.write("less/parent.yml", starting("parent", "child"));
  expect((await other.run("apply", "less", "--dry-run")).code).toBe(0);
  expect((await other.run("apply", "less", "--dry-run", "--prune")).code).toBe(2);
});

test("needs no keys, and the store only for names that no file has", { timeout: 120_000 }, async () => {
  const other = new TestFolder();
  const keys = { STEPWELL_KEYS: `a:${Buffer.from(new Uint8Array(32).fill(9)).toString("base64")}` };
  other.write("child.yml", "name: child\njobs: { a: { stages: [{ echo: hi }] } }\n");
  other.write("parent.yml", starting("parent", "child"));
  const set = other.start(["secrets", "set", "ONE"], keys);
  set.input("geheim");
  expect((await set.ended).code).toBe(0);
  expect((await other.start(["apply", "child.yml"], keys).ended).code).toBe(0);
  for (const file of ["child.yml", "parent.yml"])
    expect(await other.run("validate", file)).toMatchObject({ code: 0, stdout: "" });
  other.write("broken.db", "this is no database, and it is long enough to be looked at as one. ".repeat(100));
  expect(await other.run("validate", "child.yml", "--store", "broken.db")).toMatchObject({ code: 0, stdout: "" });
  const unsure = await other.run("validate", "parent.yml", "--store", "broken.db", "--json");
  expect(unsure.code).toBe(0);
  expect(JSON.parse(unsure.stdout)).toMatchObject({
    problems: [],
    warnings: [{ code: "deployed-unreadable", place: { file: "parent.yml", line: 2 } }],
  });
});

test("a workflow that is followed and that nobody has here is a warning: it may be one of code", async () => {
  const other = new TestFolder();
  const on = (name: string) => `name: w\non:\n  - { workflow: ${name} }\njobs: { a: { stages: [{ echo: hi }] } }\n`;
  other.write("w.yml", on("quite-another"));
  const { code, stdout, stderr } = await other.run("validate", "w.yml");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "can be run: w, warnings: 1\n" });
  expect(stdout).toContain('w.yml:3:17  there is no workflow "quite-another" here');
  expect(stdout).toContain("if it is a workflow of code, all is well");
  other.write("w.yml", on("w"));
  expect(await other.run("validate", "w.yml")).toMatchObject({ code: 0, stdout: "" });
});

test("validate, plan and render of what is deployed need no keys of secrets and variables that they do not read", {
  timeout: 120_000,
}, async () => {
  const other = new TestFolder();
  const keys = { STEPWELL_KEYS: `a:${Buffer.from(new Uint8Array(32).fill(9)).toString("base64")}` };
  other.write("w.yml", 'name: w\njobs: { a: { stages: [{ echo: "${{ secrets.ONE }}" }] } }\n');
  expect((await other.run("apply", "w.yml")).code).toBe(0);
  for (const kind of ["secrets", "vars"]) {
    const set = other.start([kind, "set", "ONE"], keys);
    set.input("geheim");
    expect((await set.ended).code).toBe(0);
  }
  for (const words of [
    ["validate", "w"],
    ["plan", "w"],
    ["render", "w"],
    ["plan", "w.yml"],
  ])
    expect([words, await other.run(...words)]).toEqual([words, expect.objectContaining({ code: 0 })]);
  other.write("v.yml", 'name: v\njobs: { a: { stages: [{ echo: "${{ vars.ONE }}" }] } }\n');
  expect((await other.start(["apply", "v.yml"], keys).ended).code).toBe(0);
  expect(await other.run("plan", "v.yml")).toMatchObject({
    code: expect.any(Number),
    stderr: expect.stringContaining('encrypted with key "a"'),
  });
  other.write("v.yml", "name: v\njobs: { a: { stages: [{ echo: hi }] } }\n");
  const compared = await other.run("plan", "v.yml");
  expect(compared).toMatchObject({ code: 0, stderr: expect.stringContaining("what is deployed as v is not compared") });
});
