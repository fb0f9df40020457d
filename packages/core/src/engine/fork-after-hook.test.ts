/** A fork of a run whose `onFailure` has followed its failure: that was the other run's end. */
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

it("has nothing of it", async () => {
  const told: string[] = [];
  let broken = true;
  const hooked = {
    name: "flow",
    onFailure: async (wf: { step(name: string, fn: () => unknown): Promise<unknown> }) => {
      await wf.step("told", () => told.push("told"));
    },
  };
  const flow = workflow(hooked, async (wf, _: undefined) => {
    await wf.step("s", () => 1);
    if (broken) throw new Error("no");
    return "done";
  });
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await run.result().catch(() => {});
  const failing = await run.fork();
  await failing.result().catch(() => {});
  expect(told).toEqual(["told", "told"]);
  broken = false;
  const mended = await run.fork();
  expect(await mended.result({ rejectOn: ["blocked"] })).toBe("done");
  expect((await mended.journal()).map(({ kind, op }) => `${kind} ${op}`)).toEqual(["step s", "forked "]);
  await expect(run.fork({ at: 2 })).rejects.toThrow("the entry at 2 (step) is its own");
});
