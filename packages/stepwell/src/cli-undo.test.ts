/** Runs that are undone, as people meet them. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "trip.ts",
  `import { existsSync } from "node:fs";
import { workflow } from "stepwell";
export const trip = workflow("trip", async (wf) => {
  const payment = await wf.step("charge", () => "payment 7");
  wf.compensate("refund", () => "refunded");
  wf.compensate("cancel room", () => { throw new Error("the hotel is closed"); }, { retry: false });
  await wf.step("fly", () => { if (!existsSync("seats")) throw new Error("no seats"); }, { retry: false });
  return payment;
});
`,
);

describe("a run that was undone", () => {
  test("says why it failed, what could not be undone, and that it begins from the start", async () => {
    const { code, stderr } = await folder.run("run", "trip.ts", "--id", "trip-1");
    expect(code).toBe(1);
    expect(stderr).toContain("✗ fly failed");
    expect(stderr).toContain("Error: no seats");
    expect(stderr).toContain("compensate/cancel room failed: Error: the hotel is closed");
    expect(stderr).toContain("undone. fix, then: stepwell retry --from start trip-1");
  });

  test("shows its compensations below what it has done", async () => {
    const { stdout } = await folder.run("show", "trip-1");
    expect(stdout).toMatch(/charge[\s\S]*fly[\s\S]*compensate[\s\S]*cancel room[\s\S]*refund/);
    expect(stdout).toContain("stepwell retry --from start trip-1");
    const { tree, compensationErrors } = JSON.parse((await folder.run("show", "trip-1", "--json")).stdout);
    expect(tree).toMatchObject([
      { label: "charge" },
      { label: "fly", state: "failed" },
      { type: "level", label: "compensate", done: 2 },
      { label: "cancel room", depth: 1, state: "failed" },
      { label: "refund", depth: 1, state: "done" },
    ]);
    expect(compensationErrors).toMatchObject([
      { name: "cancel room", cause: { message: "Error: the hotel is closed" } },
    ]);
  });

  test("is retried from the start only", async () => {
    const refused = await folder.run("retry", "trip-1");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("already-compensated")]);
    expect((await folder.run("retry", "trip-1", "--from", "strat")).stderr).toContain('did you mean "start"?');
    folder.write("seats", "");
    const { code, stdout } = await folder.run("retry", "--from", "start", "trip-1");
    expect({ code, stdout }).toEqual({ code: 0, stdout: '"payment 7"\n' });
  });
});
