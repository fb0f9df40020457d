import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

// Engine.md §7: steps in scope `compensate`, newest first, when the run fails, is cancelled or times out; shielded,
// outside the run's timeout, each with its own retry; a failing one is recorded and the next runs.

function opsOf(entries: readonly { readonly kind: string; readonly op: string }[]): string[] {
  return entries.map(({ kind, op }) => `${kind} ${op}`.trim());
}

const undo = "undo undo~compensate";

describe("a body in flight gets the AbortSignal and 10 s, then its result is ignored", () => {
  it.each([
    ["cancelled", 4_000, "step charge"],
    ["cancelled", 60_000, ""],
    ["failed", 4_000, ""],
  ])("a %s run is not undone while one that takes %d ms may still be going on", async (how, ms, recorded) => {
    const host = virtualHost();
    const order: string[] = [];
    const flow = workflow("flow", async (wf) => {
      wf.compensate("refund", () => void order.push("undone"));
      const charge = wf.step("charge", async (s) => {
        s.abortSignal.addEventListener("abort", () => order.push("told"));
        await new Promise<void>((resolve) => void host.timer(1_000 + ms, resolve));
        order.push("charged");
      });
      await Promise.all([
        charge,
        wf.sleep(1_000).then(() => (how === "failed" ? Promise.reject(new RangeError()) : 0)),
      ]);
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await passMs(host, 1_000);
    if (how === "cancelled") await run.cancel();
    await passTime(
      host,
      run.result().catch(() => {}),
    );
    const early = ms < 10_000;
    expect(order).toEqual(early ? ["told", "charged", "undone"] : ["told", "undone"]);
    await passMs(host, 100_000);
    expect(opsOf(await run.journal()).includes("step charge")).toBe(recorded !== "");
  });
});

describe("when the function has ended", () => {
  it("the run accepts no further operation but of what is shielded, and ends after its shields", async () => {
    const host = virtualHost();
    const seen: string[] = [];
    const flow = workflow("flow", async (wf) => {
      wf.compensate("undo", () => void seen.push("undone"));
      const dangling = async (): Promise<void> => {
        await wf.step("dangling", () => 1);
        seen.push("went on");
      };
      void dangling();
      void wf
        .sleep(1)
        .then(() => wf.step("late", () => seen.push("late")))
        .catch(() => {});
      void wf.shield(async () => {
        await wf.sleep("1 h");
        await wf.step("guarded", () => void seen.push("guarded"));
      });
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await passTime(
      host,
      run.result().catch(() => {}),
    );
    expect(seen).toEqual(["guarded", "undone"]);
    expect(opsOf(await run.journal())).toEqual(["timer sleep~sleep#2", "step guarded", undo, "step compensate/undo"]);
  });

  it("nothing more can be registered once it is being undone", async () => {
    const errors: unknown[] = [];
    const flow = workflow({ name: "flow", onFailure: (wf) => wf.compensate("late", () => 1) }, (wf) => {
      wf.compensate("undo", () => {
        try {
          wf.compensate("inside", () => 1);
        } catch (error) {
          errors.push(error);
        }
      });
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.result().catch(() => {});
    expect(errors).toMatchObject([{ code: "nested-operation" }]);
    expect((await run.logs()).map(({ text }) => text)).toEqual([
      expect.stringContaining('no compensation "late" any more'),
    ]);
  });
});
