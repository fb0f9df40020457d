import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

it("the only process tells its own run at once that a child has expired, though a body of that run executes", async () => {
  const host = virtualHost({ seed: 4 });
  let toldAt = 0;
  const child = workflow({ name: "child", queue: "slow" }, () => 1);
  const parent = workflow("parent", async (wf) => {
    const long = wf.step("long", () => new Promise<void>((resolve) => void host.timer(600_000, resolve)));
    await wf.call(child, undefined, { id: "c" }).catch(() => {});
    toldAt = host.now();
    await long;
  });
  const engine = await openEngine({ host, workflows: [child, parent] });
  await passTime(host, engine.queues.pause("slow"));
  await passTime(host, engine.start(child, undefined, { id: "c", expiresIn: "10 s" }));
  const run = await passTime(host, engine.start(parent));
  const beganAt = host.now();
  await passTime(host, run.result());
  expect(toldAt - beganAt).toBeLessThan(20_000);
});
