import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Engine.md §7: a run inherits the slots of its ancestors (no self-deadlock); also when those begin anew after it.

const gpu = [{ name: "gpu" }];

it.each([
  ["its parent is taken first", { parent: 1, child: 0 }],
  ["it stands in line before its parent", { parent: 0, child: 1 }],
])("a child that is retried with its parent inherits the parent's place where %s", async (_, priority) => {
  const store = memory();
  let stuck = true;
  const leaf = workflow({ name: "leaf", limits: gpu }, (wf) =>
    wf.step("work", () => (stuck ? new Promise(() => {}) : "done")),
  );
  const middle = workflow("middle", (wf) => wf.call(leaf, undefined, { priority: priority.child }));
  const top = workflow({ name: "top", limits: gpu }, (wf) => wf.call(middle, undefined));
  const other = workflow({ name: "other", limits: gpu }, (wf) => wf.receive("end"));
  const workflows = [leaf, middle, top, other];
  const first = await openEngine({ store, workflows });
  await first.limits.set("gpu", 1);
  const run = await first.start(top, undefined, { id: "t", priority: priority.parent });
  await until("its leaf executes", async () => (await first.count({ workflow: "leaf", status: "running" })) === 1);
  const blocker = await first.start(other, undefined, { priority: 9 });
  await run.kill();
  await until("the other one has the place", async () => (await blocker.status()).status === "waiting");
  stuck = false;
  await run.retry();
  await until("all stand in line", async () => {
    const { items } = await first.list({ status: ["pending"] });
    return items.length >= 1;
  });
  await blocker.signal("end");
  expect(await run.result({ timeout: "20 s" })).toBe("done");
  await first.limits.set("gpu", 1);
  expect((await first.limits.list())[0]).toMatchObject({ used: 0 });
});
