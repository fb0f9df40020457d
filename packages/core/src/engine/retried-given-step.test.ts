import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// What a retry does with what a person has decided about a step.

describe("a step that a person has failed", () => {
  it.each([
    ["and that its run failed of", false],
    ["and that its run failed of under another name", true],
  ])("%s is attempted again by a retry", async (_, wrapped) => {
    let broken = true;
    const done: string[] = [];
    const flow = workflow("flow", async (wf) => {
      await wf.step("before", () => done.push("before"));
      const charge = () => (broken ? Promise.reject(new RangeError("no money")) : "paid");
      try {
        return await wf.step("charge", charge, { retry: false, onExhausted: "pause" });
      } catch (error) {
        throw wrapped ? new TypeError("other") : error;
      }
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits for a person", async () => (await run.status()).status === "waiting");
    await run.failStep("charge", "fraud");
    await run.result().catch(() => {});
    broken = false;
    await run.retry();
    expect(await run.result()).toBe("paid");
    expect(done).toEqual(["before"]);
  });

  it("and that fails again is decided about again", async () => {
    const flow = workflow("flow", (wf) =>
      wf.step("charge", () => Promise.reject(new RangeError("no money")), { retry: false, onExhausted: "pause" }),
    );
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    const waits = () => until("it waits for a person", async () => (await run.status()).status === "waiting");
    await waits();
    await run.failStep("charge", "fraud");
    await run.result().catch(() => {});
    await run.retry();
    await waits();
    await run.completeStep("charge", "by hand");
    expect(await run.result()).toBe("by hand");
  });

  it("in a run that was cancelled waits for a person again after a retry; what was given stays", async () => {
    let broken = true;
    const flow = workflow("flow", (wf) =>
      wf.shield(async () => {
        const charge = () => (broken ? Promise.reject(new RangeError("no money")) : "paid");
        const options = { retry: false, onExhausted: "pause" } as const;
        const one = wf.step("failed", charge, options).catch(() => "handled");
        return await Promise.all([one, wf.step("given", charge, options)]);
      }),
    );
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits for a person", async () => (await run.status()).status === "waiting");
    await run.cancel();
    await run.failStep("failed", "fraud");
    await run.completeStep("given", "by hand");
    await run.result().catch(() => {});
    broken = false;
    await run.retry();
    await until("it waits for a person again", async () => (await run.status()).status === "waiting");
    await run.retryStep("failed");
    expect(await run.result()).toEqual(["paid", "by hand"]);
  });
});
