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
