import { join } from "node:path";
import { Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { eventually, newFolder } from "../crash/processes.ts";

// Backlog 1: without checkpoints, progress is lost when the server restarts.
test("progress cannot be lost at a restart", async () => {
  const executed: string[] = [];
  const flow = workflow("flow", async (wf) => {
    for (const name of ["a", "b", "c"])
      await wf.step(name, (s) => {
        executed.push(name);
        return name === "c" && s.fence === 1 ? new Promise(() => {}) : name;
      });
    return executed.length;
  });
  const store = sqlite(join(newFolder(), "test.db"));
  const before = await Stepwell.open({ store, workflows: [flow] });
  await before.start(flow, undefined, { id: "r" });
  await eventually("the third step executes", () => executed.length === 3);
  await before.close({ graceMs: 0 });
  await using after = await Stepwell.open({ store, workflows: [flow] });
  expect(await after.handle("r").result()).toBe(4);
  expect(executed).toEqual(["a", "b", "c", "c"]);
});
