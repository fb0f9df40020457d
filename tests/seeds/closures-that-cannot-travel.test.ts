import { join } from "node:path";
import { Stepwell, sqlite, task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

// ConfigWorkflow 2: steps that are nested functions cannot be pickled: not saved, not sent to another process.
test("a step that is a closure cannot keep a run from being saved, nor from going on in another engine", async () => {
  const make = (factor: number) => {
    const seen = new Map([["factor", factor]]);
    const multiply = task("multiply", (n: number) => n * (seen.get("factor") ?? 0));
    return workflow("flow", async (wf, n: number) => {
      const first = await multiply(n);
      await wf.step("hangs", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
      return await wf.step("nested", () => ((x: number) => x + first)(factor));
    });
  };
  const store = sqlite(join(newFolder(), "test.db"));
  const one = await Stepwell.open({ store, workflows: [make(3)] });
  const handle = await one.start(make(3), 5, { id: "r" });
  while ((await handle.journal()).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await one.close({ graceMs: 0 });
  await using other = await Stepwell.open({ store, workflows: [make(4)] });
  expect(await other.handle("r").result()).toBe(15 + 4);
});

test("a closure that is to run in a thread cannot fail late: it is refused before anything of it runs", async () => {
  let ran = 0;
  const nested = (() => task("nested", { isolation: "thread" }, () => ++ran))();
  const flow = workflow("flow", () => nested(undefined as never));
  await using engine = await Stepwell.open({ store: sqlite(join(newFolder(), "t.db")), workflows: [flow] });
  await expect(engine.execute(flow)).rejects.toMatchObject({
    cause: { cause: { code: "bad-task-module", hint: expect.stringMatching(/closure/) } },
  });
  expect(ran).toBe(0);
});
