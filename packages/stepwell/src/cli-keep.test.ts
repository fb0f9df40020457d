/** What is kept of runs, and what goes. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

describe("gc", () => {
  test("says what would go, and removes it with --yes", async () => {
    const folder = TestFolder.withFlows();
    for (const id of ["one", "two"]) await folder.run("run", "flows.ts#add", "--id", id, "-q");
    await folder.run("run", "flows.ts#add", "--detach", "--id", "open");
    expect(await folder.run("gc")).toMatchObject({ code: 0, stdout: "0 runs to remove\n" });
    const planned = "2 runs to remove (2 completed); nothing was done: add --yes\n";
    expect(await folder.run("gc", "--older-than", "0s")).toMatchObject({ code: 0, stdout: planned });
    expect((await folder.run("gc", "--older-than", "0s", "--dry-run", "--yes")).stdout).toBe(planned);
    const removed = await folder.run("gc", "--older-than", "0s", "--yes");
    expect(removed.stdout).toMatch(/^removed 2 runs \(2 completed\): \d+ journal entries, \d+ log lines, 0\.0 MiB\n$/);
    const { items } = JSON.parse((await folder.run("runs", "--json")).stdout);
    expect(items.map(({ id }: { id: string }) => id)).toEqual(["open"]);
    const again = JSON.parse((await folder.run("gc", "--older-than", "0s", "--yes", "--json")).stdout);
    expect(again).toMatchObject({ v: 1, dryRun: false, runs: 0 });
  });

  test("refuses what is no end of a run, and what is no duration", async () => {
    const folder = TestFolder.withFlows();
    await folder.run("run", "flows.ts#add", "-q");
    expect(await folder.run("gc", "--status", "running")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("must be one of completed, failed, cancelled, timed_out"),
    });
    expect(await folder.run("gc", "--older-than", "soon")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--older-than"),
    });
  });
});
