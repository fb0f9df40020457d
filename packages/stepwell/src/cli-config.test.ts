/** Settings by command: where each value comes from, and that every command goes by them. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

async function shown(folder: TestFolder, variables: Record<string, string>, ...words: string[]) {
  const { stdout, code } = await folder.start(["config", "--json", ...words], variables).ended;
  expect(code).toBe(0);
  const items = JSON.parse(stdout).items as { key: string; value: string; from: string; over: string[] }[];
  return (key: string) => {
    const { value, from, over } = items.find((item) => item.key === key) ?? expect.unreachable(key);
    return [value, from, ...over];
  };
}

test("config says what counts, what set it, and what it won over; secrets are not shown", async () => {
  const folder = new TestFolder();
  folder.write("stepwell.yml", "timeout: 60\nmax-workers: 3\nvars: { REGION: eu }\nsecrets: { TOKEN: geheim }\n");
  const variables = { WORKFLOW_TIMEOUT: "90", DATABASE_URL: "postgres://u:geheim@h/d", STEPWELL_KEYS: "a:geheim" };
  const of = await shown(folder, variables, "--store", "memory:");
  expect(of("timeout")).toEqual(["90 s", "WORKFLOW_TIMEOUT", "stepwell.yml:1:10"]);
  expect(of("max-workers")).toEqual(["3", "stepwell.yml:2:14"]);
  expect(of("store")).toEqual(["memory:", "call", "DATABASE_URL"]);
  expect(of("log.level")).toEqual(["info", "default"]);
  expect(of("vars.REGION")).toEqual(["eu", "stepwell.yml:3:17"]);
  const text = await folder.start(["config"], { ...variables, STEPWELL_STROE: "x" }).ended;
  expect(text.stdout).toMatch(/^store +postgres:\/\/u:\*\*\*@h\/d +DATABASE_URL$/m);
  expect(text.stdout).toMatch(/^keys +\*\*\* +STEPWELL_KEYS$/m);
  expect(text.stdout).toMatch(/^secrets.TOKEN +\*\*\* +stepwell.yml:4:19$/m);
  expect(text.stdout).not.toContain("geheim");
  expect(text.stderr).toContain('there is no setting "STEPWELL_STROE"; did you mean "STEPWELL_STORE"?');
});

test("a command goes by the file, the environment and flags, in this order; by another file if asked", async () => {
  const folder = TestFolder.withFlows();
  folder.write("stepwell.yml", "store: file:from-file.db\n");
  folder.write("other.json", '{ "store": "file:other.db", "namespace": "elsewhere" }');
  await folder.run("run", "flows.ts#add", "--id", "in-file");
  await folder.start(["run", "flows.ts#add", "--id", "in-variable"], { STEPWELL_STORE: "file:v.db" }).ended;
  await folder.run("--config", "other.json", "run", "flows.ts#add", "--id", "in-other");
  const ids = async (...words: string[]) => {
    const { stdout } = await folder.run("runs", "--json", ...words);
    return (JSON.parse(stdout).items as { id: string }[]).map(({ id }) => id);
  };
  expect(await ids()).toEqual(["in-file"]);
  expect(await ids("--store", "file:v.db")).toEqual(["in-variable"]);
  expect(await ids("--store", "file:other.db")).toEqual([]);
  expect(await ids("--store", "file:other.db", "--namespace", "elsewhere")).toEqual(["in-other"]);
});

test("every command refuses settings that are wrong, with place and cure", async () => {
  const folder = new TestFolder();
  folder.write("stepwell.yml", "stoer: file:a.db\n");
  const { code, stderr } = await folder.run("runs");
  expect(code).toBe(2);
  expect(stderr).toContain('stepwell.yml:1:1: there is no setting "stoer"');
  expect(stderr).toContain('did you mean "store"?');
  expect((await folder.run("--version")).code).toBe(0);
});
