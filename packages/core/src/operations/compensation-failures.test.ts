import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { NonRetryableError } from "../model/retry-signals.ts";
import type { RunCancelled, RunFailed } from "../model/run-errors.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

// Engine.md §7: steps in scope `compensate`, newest first, when the run fails, is cancelled or times out; shielded,
// outside the run's timeout, each with its own retry; a failing one is recorded and the next runs.

const never = (): Promise<void> => new Promise(() => {});

function opsOf(entries: readonly { readonly kind: string; readonly op: string }[]): string[] {
  return entries.map(({ kind, op }) => `${kind} ${op}`.trim());
}

const undo = "undo undo~compensate";

describe("a failing one is recorded (compensationErrors) and the next runs", () => {
  it.each(["fails", "is cancelled"])(
    "with name and cause, on the error of a run that %s; retry is its own",
    async (how) => {
      const host = virtualHost();
      const flow = workflow("flow", async (wf) => {
        wf.compensate("first", () => "undone");
        wf.compensate(
          "second",
          () => {
            throw new RangeError("the bank is closed");
          },
          { retry: { maxAttempts: 2, initial: "1 h" } },
        );
        wf.compensate("third", () => {
          throw new NonRetryableError("gone");
        });
        if (how === "fails") throw new TypeError("no");
        await wf.sleep("1 day");
      });
      const engine = await openEngine({ workflows: [flow], host });
      const run = await engine.start(flow);
      await quiet(host);
      if (how !== "fails") await run.cancel();
      const error: RunFailed | RunCancelled = await passTime(
        host,
        run.result().catch((thrown) => thrown),
      );
      const expected = [
        { name: "third", step: "compensate/third", cause: { message: "gone" } },
        { name: "second", step: "compensate/second", cause: { message: "the bank is closed" } },
      ];
      expect(error.code).toBe(how === "fails" ? "run-failed" : "run-cancelled");
      expect(error.compensationErrors).toMatchObject(expected);
      expect(error.message).toContain("not undone: compensate/third, compensate/second");
      const details = await run.status();
      expect(details.compensationErrors).toMatchObject(expected);
      expect(details.error).toMatchObject(how === "fails" ? { message: "no" } : { code: "run-cancelled" });
      if (how === "fails") expect([details.why, error.cause]).toMatchObject(["no", { message: "no" }]);
      expect(opsOf(await run.journal()).slice(-4)).toEqual([
        "step-failed compensate/third",
        "attempt compensate/second",
        "step-failed compensate/second",
        "step compensate/first",
      ]);
    },
  );

  it("also when the errors are too large to keep: names and beginnings remain", async () => {
    const flow = workflow("flow", (wf) => {
      for (let n = 0; n < 100; n++)
        wf.compensate(
          "undo",
          () => {
            throw new RangeError("x".repeat(10_000));
          },
          { retry: false },
        );
      throw new RangeError("y".repeat(10_000));
    });
    const engine = await openEngine({ workflows: [flow], defaults: { valueBytes: 64 * 1_024 } });
    const run = await engine.start(flow);
    const error: RunFailed = await run.result().catch((thrown) => thrown);
    expect(error.compensationErrors.length).toBe(20);
    expect(error.compensationErrors[0]).toMatchObject({ name: "undo", step: "compensate/undo#100" });
    expect((error.cause as Error).message).toMatch(/^y{4000} \(shortened/);
  });
});

describe("cancel while a failed run is undone", () => {
  it("it goes on to its end; the run ends cancelled, with the failure as cause", async () => {
    const host = virtualHost();
    const flow = workflow("flow", (wf) => {
      wf.compensate("first", () => 1);
      wf.compensate(
        "second",
        (s) => {
          if (s.attempt === 1) throw new RangeError("again");
        },
        { retry: { initial: "1 h", jitter: 0 } },
      );
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await quiet(host);
    await run.cancel("enough");
    await expect(passTime(host, run.result())).rejects.toMatchObject({
      code: "run-cancelled",
      cause: { message: "no" },
    });
    expect(await run.status()).toMatchObject({ status: "cancelled", error: { cause: { message: "no" } } });
    const steps = ["attempt compensate/second", "cancel", "step compensate/second", "step compensate/first"];
    expect(opsOf(await run.journal())).toEqual([undo, ...steps]);
  });

  it("kill ends it at once, no user code runs", async () => {
    const host = virtualHost();
    const undone: string[] = [];
    const flow = workflow("flow", (wf) => {
      wf.compensate("first", () => void undone.push("first"));
      wf.compensate("second", never);
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await quiet(host);
    await run.kill("now");
    await expect(passTime(host, run.result())).rejects.toMatchObject({ code: "run-cancelled" });
    await passMs(host, 60_000);
    expect([undone, opsOf(await run.journal())]).toEqual([[], [undo]]);
  });
});
