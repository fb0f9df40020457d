/** The fence of a body is greater than that of every body before it, whichever generation it was in. */
import { expect, it } from "vitest";
import type { BodyContext } from "../operations/body-context.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";

const noted = (fences: number[]) => (s: BodyContext) => {
  fences.push(s.fence);
  if (fences.length < 3) throw new Error("not yet");
};

it("after a retry, a restart and on another store", async () => {
  const fences: number[] = [];
  const flow = workflow("flow", (wf) => wf.step("s", noted(fences), { retry: false }));
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await run.result().catch(() => {});
  await run.retry();
  await run.result().catch(() => {});
  const again = await engine.start(flow, undefined, { id: "r", onExisting: "restart" });
  await again.result();
  const there = await openEngine({ store: memory(), workflows: [flow] });
  await there.import(await engine.export("r"));
  await (await there.start(flow, undefined, { id: "r", onExisting: "restart" })).result();
  expect(fences).toEqual([1, 2, 3, 4]);
});

it("in the generations of a loop", async () => {
  const fences: number[] = [];
  const loop = workflow("loop", async (wf, n: number) => {
    await wf.step("s", (s) => void fences.push(s.fence));
    return n === 0 ? "done" : wf.continueAs(n - 1);
  });
  const engine = await openEngine({ workflows: [loop] });
  await (await engine.start(loop, 2)).result();
  expect(fences).toEqual([1, 2, 3]);
});
