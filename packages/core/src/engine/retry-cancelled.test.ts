import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

it("a retry of a cancelled run keeps nothing in its place that the code did because it was cancelled", async () => {
  const flow = workflow("flow", async (wf) => {
    const heard = await wf.receive("go").catch(() => "cancelled");
    if (heard === "cancelled") wf.set("tidied", await wf.shield(() => wf.step("tidy", () => true)));
    return heard;
  });
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow);
  await until("it waits", async () => (await handle.status()).status === "waiting");
  await handle.cancel();
  await handle.result().catch(() => {});
  expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["cancel", "step", "set"]);
  await handle.retry();
  await handle.signal("go", "now");
  expect(await engine.handle(handle.id).result()).toBe("now");
});
