/** Runs of definitions that are gone on with together. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

test("two runs of one definition are resumed together", { timeout: 120_000 }, async () => {
  const folder = new TestFolder();
  folder.write(
    "hello.yml",
    'hello:\n  params: { to: str }\n  jobs: { a: { stages: [{ id: say, echo: "hi ${{ params.to }}" }] } }\n',
  );
  for (const to of ["Ada", "Bob"]) await folder.run("run", "hello.yml", "-p", `to=${to}`, "--id", to, "--detach");
  const { code, stdout, stderr } = await folder.run("resume", "Ada", "Bob");
  expect([code, stderr.includes("duplicate-name")]).toEqual([0, false]);
  const outputs = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).output.a.message);
  expect(outputs).toEqual(["hi Ada", "hi Bob"]);
});

test("runs of a file and of what is deployed under its name are gone on with one by one", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  folder.write("hello.yml", "hello: { jobs: { a: { stages: [{ id: say, echo: hi }] } } }\n");
  await folder.run("apply", "hello.yml");
  await folder.run("run", "hello.yml", "--id", "of-file", "--detach");
  await folder.run("run", "hello", "--id", "of-store", "--detach");
  const both = await folder.run("resume", "of-file", "of-store");
  expect(both).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('workflow "hello" of these runs comes from several places: hello.yml, deployed'),
  });
  expect(both.stderr.replaceAll(/\s+/g, " ")).toContain("stepwell resume of-file; stepwell resume of-store");
  for (const run of ["of-file", "of-store"]) expect((await folder.run("resume", run)).code).toBe(0);
});
