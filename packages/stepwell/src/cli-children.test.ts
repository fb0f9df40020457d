/** `show` of a run that has started others. */
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "family.ts",
  `import { workflow } from "stepwell";
export const leaf = workflow("leaf", async (wf, n: number) => {
  if (n === 0) throw new Error("no leaf");
  return { n };
});
export const branch = workflow("branch", (wf, n: number) => wf.call(leaf, n));
export const tree = workflow("tree", async (wf) => {
  await wf.call(branch, 2);
  await wf.call(leaf, 0, { name: "bad" }).catch(() => {});
  const later = await wf.start(leaf, 5, { name: "later" });
  await later.result();
  return "grown";
});
`,
);

test("is followed by the tree of those, with how each stands", { timeout: 120_000 }, async () => {
  expect((await folder.run("run", "family.ts#tree", "--id", "oak")).code).toBe(0);
  const { stdout } = await folder.run("show", "oak");
  const lines = stdout.split("\n").map((line) => line.replace(/ {2}\d[\d.]*m?s(?= |$)/g, ""));
  const at = lines.indexOf("runs that it has started");
  expect(lines.slice(at + 1, at + 5)).toEqual([
    "  ✓ oak~branch  branch  completed",
    "    ✓ oak~branch~leaf  leaf  completed",
    "  ✗ oak~bad  leaf  failed  no leaf",
    "  ✓ oak~later  leaf  completed",
  ]);
  expect(stdout).toMatch(/✗ call bad +child run "oak~bad" of workflow "leaf" failed/);
  expect(stdout).toMatch(/✓ start later +oak~later/);
  const { children } = JSON.parse((await folder.run("show", "oak", "--json")).stdout);
  expect(children).toMatchObject([
    { id: "oak~branch", children: [{ id: "oak~branch~leaf", children: [] }] },
    { id: "oak~bad", status: "failed" },
    { id: "oak~later" },
  ]);
});
