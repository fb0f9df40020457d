/** Limits and queues by command. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

async function folderWithRun(): Promise<TestFolder> {
  const folder = TestFolder.withFlows();
  await folder.run("run", "flows.ts#add", "--detach", "--id", "open");
  return folder;
}

describe("limits", () => {
  test("are set, listed and removed", async () => {
    const folder = await folderWithRun();
    expect(await folder.run("limits", "set", "gpu", "3")).toMatchObject({
      code: 0,
      stdout: 'limit "gpu" has 3 units\n',
      stderr: 'it is new, and no run needs it yet: a workflow does that says limits: [{ name: "gpu" }]\n',
    });
    expect((await folder.run("limits", "set", "gpu", "3")).stderr).toBe("");
    expect((await folder.run("limits", "set", "gpus", "3")).stderr).toContain('did you mean "gpu"?');
    expect((await folder.run("limits", "set", "other", "3", "--quiet")).stderr).toBe("");
    for (const name of ["gpus", "other"]) await folder.run("limits", "remove", name);
    expect((await folder.run("limits")).stdout).toMatch(/^limit {2}gpu {2}0 of 3 held\s*$/);
    const row = { kind: "limit", name: "gpu", capacity: 3, used: 0, holders: [], waiting: 0 };
    expect(JSON.parse((await folder.run("limits", "list", "--json")).stdout)).toEqual({
      v: 1,
      items: [row],
      next: null,
    });
    expect(await folder.run("limits", "remove", "gpu")).toMatchObject({ code: 0, stdout: 'limit "gpu" is removed\n' });
    expect(await folder.run("limits", "remove", "gpu")).toMatchObject({ code: 6 });
  });

  test.each([
    [["limits", "sett", "gpu", "3"], 'did you mean "set"?'],
    [["limits", "set"], "<name> is missing"],
    [["limits", "set", "gpu", "many"], "<units>"],
    [["queues", "stop"], "none of list, pause, resume, drain"],
  ])("%j is refused", async (words, problem) => {
    const folder = await folderWithRun();
    expect(await folder.run(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(problem) });
  });
});

describe("queues", () => {
  test("are paused, drained and resumed; a run says that it waits for that", async () => {
    const folder = await folderWithRun();
    expect(await folder.run("queues", "pause", "default")).toMatchObject({
      code: 0,
      stdout: 'queue "default" is paused\n',
    });
    expect((await folder.run("queues", "pause", "defualt")).stderr).toBe(
      'it was not paused, and no run in it is open; did you mean "default"?\n',
    );
    await folder.run("queues", "resume", "defualt");
    expect((await folder.run("queues")).stdout).toMatch(/^default {2}paused {2}1 pending\s*$/);
    expect((await folder.run("runs")).stdout).toContain('queue "default" is paused');
    expect(await folder.run("queues", "drain", "default")).toMatchObject({ code: 0 });
    expect(JSON.parse((await folder.run("queues", "resume", "default", "--json")).stdout)).toEqual({
      v: 1,
      name: "default",
      paused: false,
    });
  });

  test("drain says what it waits for, and ends though the process that executed it was killed", async () => {
    const folder = TestFolder.withFlows();
    const running = folder.start(["run", "flows.ts#gated", "--id", "gone"]);
    await running.says("first");
    running.kill("SIGKILL");
    await running.ended;
    const { code, stdout, stderr } = await folder.run("queues", "drain", "default");
    expect([code, stdout, stderr]).toEqual([
      0,
      'queue "default" is paused, and nothing of it executes\n',
      'waiting until nothing of queue "default" executes: 1 run does\n',
    ]);
    expect((await folder.run("queues")).stdout).toMatch(/^default {2}paused {2}1 pending\s*$/);
  });
});
