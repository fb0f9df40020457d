/** A fork of a retried run has what its kept steps have set. */
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

it("is there when the code has been answered with the step, and not executed again", async () => {
  let broken = true;
  let bodies = 0;
  const failed = Promise.withResolvers<void>();
  const flow = workflow("flow", async (wf) => {
    const bad = wf.step("bad", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
    bad.catch(() => failed.resolve());
    const good = wf.step("good", async (s) => {
      bodies++;
      await failed.promise;
      s.set("seen", "it");
    });
    const [first] = await Promise.allSettled([bad, good]);
    if (first.status === "rejected") throw first.reason;
    await wf.receive("go");
  });
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await expect(run.result()).rejects.toThrow("no");
  broken = false;
  await run.retry();
  const kept = (await run.journal()).findIndex(({ kind }) => kind === "kept");
  expect(kept).toBeGreaterThanOrEqual(0);
  const fork = await run.fork({ id: "f", at: kept + 1 });
  await fork.signal("go");
  await fork.result();
  expect(await fork.get("seen")).toBe("it");
  expect(bodies).toBe(1);
});
