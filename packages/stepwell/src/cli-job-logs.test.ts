/** Logs of a run whose jobs are runs of their own, and names that the journal keeps in another form. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "flow.yml",
  `name: flow
jobs:
  far:
    runs-on: queue:default
    strategy: { matrix: { path: [a/b, "c[1]"] } }
    stages: [{ id: s, bash: "echo hello \${{ matrix.path }}" }]
  solo: { runs-on: queue:default, stages: [{ id: s, bash: "echo one; until test -e open; do sleep 0.05; done; echo two", working-directory: "\${{ workflow.folder }}" }] }
  here:
    needs: [far, solo]
    strategy: { matrix: { path: [a/b] } }
    stages: [{ id: s, bash: "echo here" }]
`,
);

const told = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => line.replace(/^\S+ info +/, ""));

test("logs of jobs that are runs stand in those of their run, each under its job", { timeout: 120_000 }, async () => {
  const run = folder.start(["run", "flow.yml", "--id", "r"]);
  await run.says("far/path=a/b");
  const following = folder.start(["logs", "r", "--follow"]);
  folder.write("open", "");
  const { code, stderr } = await run.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain("%2F");
  expect(stderr).toContain("here/path=a/b/s");
  const all = [
    "far/path=a/b/s  hello a/b",
    "far/path=c[1]/s  hello c[1]",
    "here/path=a/b/s  here",
    "solo/s  one",
    "solo/s  two",
  ];
  const { stdout } = await folder.run("logs", "r");
  expect(told(stdout).toSorted()).toEqual(all);
  expect(told(stdout).indexOf("solo/s  two")).toBeGreaterThan(told(stdout).indexOf("solo/s  one"));
  expect(told((await following.ended).stdout).toSorted()).toEqual(all);
  expect(told((await folder.run("logs", "r", "--step", "far/path=a/b")).stdout)).toEqual([all[0]]);
  expect(told((await folder.run("logs", "r~solo")).stdout)).toEqual(["solo/s  one", "solo/s  two"]);
  const { items } = JSON.parse((await folder.run("logs", "r", "--json")).stdout);
  expect(items).toContainEqual(expect.objectContaining({ run: "r~path=a%2Fb", op: "path=a%2Fb/s", text: "hello a/b" }));
  expect(items.filter((line: object) => !("run" in line))).toMatchObject([{ op: "here/path=a%2Fb/s" }]);
});

test("what people read has names as they were written, what programs read has keys", { timeout: 120_000 }, async () => {
  const journal = await folder.run("journal", "r");
  expect(journal.stdout).toMatch(/ here\/path=a\/b\/s /);
  const { stdout } = await folder.run("journal", "r", "--json");
  expect(stdout).toContain(`"here/path=a%2Fb/s"`);
});

test("a job's run that is not in this store has said nothing here", { timeout: 120_000 }, async () => {
  const there = ["--store", "file:there.db"];
  expect((await folder.run("export", "r", "-o", "r.json")).code).toBe(0);
  expect((await folder.run("import", "r.json", ...there)).code).toBe(0);
  const { code, stdout } = await folder.run("logs", "r", ...there);
  expect([code, told(stdout)]).toEqual([0, ["here/path=a/b/s  here"]]);
});
