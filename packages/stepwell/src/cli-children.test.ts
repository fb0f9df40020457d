/** Runs that have started others: `show` of them, and what becomes of those when they end. */
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

folder.write(
  "undone.ts",
  `import { workflow } from "stepwell";
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const leaf = workflow("leaf", async (wf) => {
  wf.compensate("leaf undone", () => pause(700).then(() => console.log("leaf undone")));
  await wf.step("grow", () => console.log("leaf grows"));
  await wf.sleep("1 h");
});
export const branch = workflow("branch", (wf) => wf.call(leaf));
export const tree = workflow("tree", async (wf) => {
  await wf.start(branch);
  await wf.start(leaf, undefined, { detached: true, id: "free" });
  await wf.receive("storm", { timeout: "1 h" });
  throw new Error("the storm");
});
`,
);

test("a run that did not end well: the command stays until its children are undone, too", {
  timeout: 120_000,
}, async () => {
  for (const act of [["cancel"], ["signal", "storm"]]) {
    const id = `undone-${act[0]}`;
    const going = folder.start(["run", "undone.ts#tree", "--id", id]);
    await going.says("leaf grows");
    await going.says('waits for signal "storm"');
    await folder.run(act[0] ?? "", id, ...act.slice(1));
    const { code, stderr } = await going.ended;
    expect(code).toBe(act[0] === "cancel" ? 3 : 1);
    expect(stderr).toContain(`waits until what it has started is cancelled: ${id}~branch`);
    expect(stderr).toMatch(/leaf undone\n[\s\S]* end /);
    const shown = await folder.run("runs", "--text", id, "--json");
    const { items } = JSON.parse(shown.stdout) as { items: { id: string; status: string }[] };
    expect(items.map((run) => [run.id, run.status])).toEqual(
      expect.arrayContaining([
        [`${id}~branch`, "cancelled"],
        [`${id}~branch~leaf`, "cancelled"],
      ]),
    );
    expect((await folder.run("kill", "free")).code).toBe(0);
    await folder.run("gc", "--older-than", "0s", "--yes");
  }
});

test("who does not want to wait for them is told how they end", { timeout: 120_000 }, async () => {
  const going = folder.start(["run", "undone.ts#tree", "--id", "hasty"]);
  await going.says("leaf grows");
  await going.says('waits for signal "storm"');
  await folder.run("cancel", "hasty");
  await going.says("waits until what it has started is cancelled");
  going.kill("SIGINT");
  const { code, stderr } = await going.ended;
  expect(code).toBe(3);
  expect(stderr).toMatch(/not ended yet: hasty~branch[^;]*; stepwell resume hasty~branch/);
});

folder.write(
  "free.ts",
  `import { workflow } from "stepwell";
export const leaf = workflow("leaf", (wf) => wf.receive("wind"));
export const grow = workflow("grow", async (wf, n: number) => {
  for (let i = 0; i < n; i++) await wf.start(leaf, undefined, { detached: i === 0, id: \`\${wf.id}-leaf-\${i}\` });
});
`,
);

test("what goes on when the run is over is told, and how to see to it", { timeout: 120_000 }, async () => {
  const { code, stderr } = await folder.run("run", "free.ts#grow", "--id", "g", "--input", "1");
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining("goes on without it: g-leaf-0; stepwell resume g-leaf-0, "),
  ]);
  expect(stderr).toMatch(/, or, where another process executes it, stepwell watch g-leaf-0\n[^\n]*completed[^\n]*\n$/);
  await folder.run("signal", "g-leaf-0", "wind");
  expect((await folder.run("resume", "g-leaf-0")).code).toBe(0);
  const many = await folder.run("run", "free.ts#grow", "--id", "m", "--input", "5");
  expect(many.stderr).toContain(
    "goes on without it: m-leaf-4, m-leaf-3, m-leaf-2 and 2 more; stepwell resume m-leaf-4, ",
  );
  const none = await folder.run("run", "free.ts#grow", "--id", "n", "--input", "0");
  expect(none.stderr).not.toContain("goes on");
  const gone = await folder.run("run", "free.ts#grow", "--id", "g", "--input", "1", "--store", "memory:");
  expect(gone.stderr).toContain("ends with this process, as a memory: store does: g-leaf-0\n");
});
