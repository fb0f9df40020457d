/** Looking at runs, and acting on them, from other processes. */
import { beforeAll, describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = TestFolder.withFlows();

describe("looking", () => {
  beforeAll(async () => {
    await folder.run("run", "flows.ts#add", "--id", "order-aaaa-1111", "-q");
  });

  test("a run is found by its id, its beginning, its end, or as the last one", async () => {
    for (const reference of ["order-aaaa-1111", "order-aa", "1111", "@last"])
      expect(await folder.run("show", reference, "--json")).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('"order-aaaa-1111"'),
      });
    expect(await folder.run("show", "nope-nope")).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("unknown-run-reference"),
    });
    expect(await folder.run("show", "order-aaab-1111")).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('did you mean "order-aaaa-1111"?'),
    });
  });

  test("show: state, steps, output", async () => {
    const { stdout } = await folder.run("show", "1111");
    expect(stdout).toMatch(/^add {2}order-aaaa-1111\n {2}✓ completed/);
    expect(stdout).toContain("✓ sum");
    expect(stdout).toContain('"sum": 3');
  });

  test("journal and logs", async () => {
    const own = TestFolder.withFlows();
    own.write("open", "");
    await own.run("run", "flows.ts#gated", "--id", "g", "-q");
    const journal = JSON.parse((await own.run("journal", "g", "--json")).stdout);
    expect(journal).toMatchObject({
      v: 1,
      items: [{ step: "first" }, { step: "gate", value: 2 }, { step: "last" }],
      next: null,
    });
    expect((await own.run("journal", "g", "--limit", "1")).stderr).toContain("--after 1");
    expect((await own.run("logs", "g")).stdout).toMatch(/info {3}gate {2}at the gate\n$/);
    expect((await own.run("logs", "g", "-f", "--json")).stdout).toContain('"text":"at the gate"');
    expect(await own.run("doctor")).toMatchObject({ code: 0 });
  });

  test("watch follows a run of another process to its end", async () => {
    const own = TestFolder.withFlows();
    const run = own.start(["run", "flows.ts#gated", "--id", "g"]);
    await run.says("step  first");
    const watching = own.start(["watch", "g"]);
    await watching.says("watched");
    own.write("open", "");
    expect(await watching.ended).toMatchObject({ code: 0, stderr: expect.stringContaining("step  gate") });
    await run.ended;
  });

  test("actions on many are listed first, and done with --yes", async () => {
    const own = TestFolder.withFlows();
    for (const id of ["d1", "d2"]) await own.run("run", "flows.ts#add", "--detach", "--id", id);
    const dry = await own.run("kill", "--status", "pending");
    expect(dry).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("2 runs to kill; nothing was done: add --yes"),
    });
    const done = await own.run("kill", "--status", "pending", "--yes");
    expect(done.stdout.match(/cancelled/g)).toHaveLength(2);
    expect(await own.run("doctor")).toMatchObject({ code: 0 });
  });

  test("doctor finds what nobody serves", async () => {
    const own = TestFolder.withFlows();
    await own.run("run", "flows.ts#add", "--detach", "--id", "d1");
    const { code, stdout } = await own.run("doctor");
    expect(code).toBe(1);
    expect(stdout).toContain("1 run (d1) waits and no worker is alive");
  });
});
