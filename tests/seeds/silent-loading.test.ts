import { memory, Stepwell, task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// Backlog 9: functions that cannot be loaded fail silently, and surface as something else later.
test("a task that a thread cannot find cannot fail silently", async () => {
  const hidden = task("hidden", { isolation: "thread" }, (n: number) => n + 1);
  const flow = workflow("flow", () => hidden(1));
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const error = await engine.execute(flow).catch((thrown) => thrown);
  expect(error.cause).toMatchObject({ code: "step-failed", attempts: 1 });
  expect(error.cause.cause).toMatchObject({
    code: "bad-task-module",
    message: expect.stringContaining('task "hidden"'),
    hint: expect.stringContaining("export the task"),
  });
});

test("a workflow that is not there cannot be started, nor be taken for another", async () => {
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow("known", () => 1)] });
  await expect(engine.start("unknown")).rejects.toMatchObject({
    code: "unknown-workflow",
    message: expect.stringMatching(/"unknown".*known$/),
  });
  await expect(Stepwell.open({ store: memory(), workflows: [{} as never] })).rejects.toMatchObject({
    code: "invalid-option",
  });
});
