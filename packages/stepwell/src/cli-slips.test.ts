/** What is mistyped where nothing is an answer, too. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

test("logs of a step that is not there are told from a step that has printed nothing", {
  timeout: 120_000,
}, async () => {
  const folder = new TestFolder();
  folder.write(
    "f.yml",
    "name: f\njobs: { a: { stages: [{ id: build, bash: 'true' }, { id: say, bash: echo hi }] } }\n",
  );
  await folder.run("run", "f.yml", "--id", "f1");
  const logs = async (...words: string[]) => await folder.run("logs", "f1", "--step", ...words);
  expect(await logs("a/bild")).toMatchObject({
    code: 0,
    stderr: 'no step begins with "a/bild"; did you mean "a/build"?\n',
  });
  expect((await logs("a/build")).stderr).toBe('"a/build" has printed nothing\n');
  expect(await logs("a/say")).toMatchObject({ stderr: "", stdout: expect.stringContaining("hi") });
  expect((await logs("a/bild", "--json")).stderr).toBe("");
});

test("a file that is imported and no JSON is told so without the flags of other commands", async () => {
  const folder = TestFolder.withFlows();
  const { code, stderr } = await folder.run("import", "flows.ts");
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("give a file of JSON") });
});

test("a value that a flag does not take is told what it takes", { timeout: 60_000 }, async () => {
  const folder = TestFolder.withFlows();
  const told = async (...words: string[]) => (await folder.run(...words)).stderr.replace(/\s+/g, " ");
  expect(await told("runs", "--since", "yesterday")).toContain("neither a duration such as 2h or 3 days nor a date");
  expect(await told("run", "flows.ts#add", "-p", "100")).toContain("one field; --input takes the whole");
});
