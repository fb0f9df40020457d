/** doctor --check reads every run. */
import { statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

test("doctor --check says that all is well, and in words what is not", async () => {
  const folder = TestFolder.withFlows();
  await folder.run("run", "flows.ts#add", "--id", "one", "-q");
  expect((await folder.run("doctor")).stdout).not.toContain("fit together");
  expect(await folder.run("doctor", "--check")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("rows, journals, values and counters fit together, in the one run"),
  });
  const db = new DatabaseSync(join(folder.path, ".stepwell", "stepwell.db"));
  db.exec("UPDATE journal SET attempt = 7; UPDATE run_counts SET runs = 2 WHERE state = 'completed'");
  db.close();
  expect((await folder.run("doctor")).code).toBe(0);
  const { code, stdout } = await folder.run("doctor", "--check", "--json");
  expect(code).toBe(1);
  const problems = JSON.parse(stdout).items.filter(({ level }: { level: string }) => level === "problem");
  expect(problems).toEqual([
    { check: "contents", level: "problem", message: expect.stringContaining("says 2"), hint: expect.any(String) },
    {
      check: "contents",
      level: "problem",
      message: expect.stringMatching(/^one: .*entry 1 of run 1 does not fit its checksum$/),
      hint: expect.stringContaining("restore a backup"),
    },
  ]);
});

test("doctor looks at the namespace that it is told of", async () => {
  const folder = TestFolder.withFlows();
  await folder.run("run", "flows.ts#add", "--id", "one", "-q", "--namespace", "eu");
  const ofEu = await folder.run("doctor", "--check", "--namespace", "eu");
  expect(ofEu.stdout).toContain("fit together, in the one run");
  expect((await folder.run("doctor", "--check")).stdout).toContain("in all 0 runs");
});

test("doctor does not call a file well that was cut off to nothing, and leaves it so", async () => {
  const folder = TestFolder.withFlows();
  await folder.run("run", "flows.ts#add", "--id", "one", "-q");
  const file = join(folder.path, ".stepwell", "stepwell.db");
  truncateSync(file);
  const { code, stdout } = await folder.run("doctor", "--check");
  expect(code).toBe(1);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("is an empty file, as one is that was cut off to nothing restore a");
  expect(statSync(file).size).toBe(0);
});
