import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// "A child that is called in a branch that loses a race is cancelled": at whatever moment the race is decided.

const endless = workflow("endless", (wf) => wf.receive("never"));

describe("a called child that loses a race", () => {
  it("is cancelled although its start was not told to the code yet", async () => {
    const flow = workflow("flow", async (wf) => {
      const called = wf.call(endless, undefined, { id: "child" });
      // Some of these are recorded before the start of the child is, some after, and all are told apart.
      await Promise.all(Array.from({ length: 5 }, (_, n) => wf.race({ called, step: wf.step(`s${n}`, () => n) })));
      return await wf.receive("end");
    });
    const engine = await openEngine({ workflows: [flow, endless] });
    const run = await engine.start(flow, undefined, { id: "p" });
    await until("it waits", async () => (await run.status()).status === "waiting");
    const child = async () => (await engine.handle("child").status()).status;
    await until("nothing is left of the child", async () => (await child().catch(() => "never")) === "cancelled");
    await run.signal("end");
    await run.result();
  });

  it("is cancelled after a crash at any commit", async () => {
    await crashAtEveryCommit(
      {
        workflows: () => [
          endless,
          workflow("flow", async (wf) => {
            await wf.race({ called: wf.call(endless, undefined, { id: "child" }), slept: wf.sleep("2 s") });
            await Promise.all([wf.step("a", () => 1), wf.sleep("5 s")]);
          }),
        ],
        drive: async (engine) => {
          await (await engine.start("flow", undefined, { id: "p" })).result();
          return await engine
            .handle("child")
            .result({ timeout: "1 h" })
            .catch(({ code }: { code: string }) => code);
        },
      },
      ({ result }, undisturbed, where) => {
        expect(undisturbed.result).toBe("run-cancelled");
        expect(result, where).toBe("run-cancelled");
      },
    );
  });
});
