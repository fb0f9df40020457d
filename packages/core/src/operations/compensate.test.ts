import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { type RunFailed, RunTimedOut } from "../model/run-errors.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";
import { task } from "./task.ts";
import { workflow } from "./workflow.ts";

// Engine.md §7: steps in scope `compensate`, newest first, when the run fails, is cancelled or times out; shielded,
// outside the run's timeout, each with its own retry; a failing one is recorded and the next runs.

function opsOf(entries: readonly { readonly kind: string; readonly op: string }[]): string[] {
  return entries.map(({ kind, op }) => `${kind} ${op}`.trim());
}

const undo = "undo undo~compensate";

describe("steps in scope `compensate`, newest first", () => {
  it("when the run fails", async () => {
    const undone: string[] = [];
    const flow = workflow("flow", async (wf) => {
      for (const name of ["a", "b"]) {
        await wf.step(name, () => 1);
        wf.compensate(`un${name}`, (s) => void undone.push(`${s.key.split("/")[2]} ${s.attempt}`));
      }
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    const error: RunFailed = await run.result().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "run-failed", cause: { message: "no" }, compensationErrors: [] });
    expect(undone).toEqual(["unb 1", "una 1"]);
    const journal = await run.journal();
    expect(opsOf(journal)).toEqual(["step a", "step b", undo, "step compensate/unb", "step compensate/una"]);
    expect(journal[2]?.value).toEqual(["compensate/unb", "compensate/una"]);
  });

  it("when it is cancelled", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.compensate("refund", () => 1);
      await wf.sleep("1 day");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits", async () => (await run.status()).status === "waiting");
    await run.cancel("enough");
    await expect(run.result()).rejects.toMatchObject({ code: "run-cancelled", facts: { reason: "enough" } });
    expect(opsOf(await run.journal())).toEqual(["cancel", undo, "step compensate/refund"]);
  });

  it("when it times out; outside the run's timeout, however long it takes", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 min" }, async (wf) => {
      wf.compensate(
        "refund",
        (s) => {
          if (s.attempt < 3) throw new RangeError("not yet");
        },
        { retry: { initial: "1 h", factor: 1, jitter: 0 } },
      );
      await wf.sleep("1 day");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const began = host.now();
    const run = await engine.start(flow);
    const error = await passTime(
      host,
      run.result().catch((thrown) => thrown),
    );
    expect(error).toBeInstanceOf(RunTimedOut);
    expect(error.compensationErrors).toEqual([]);
    expect(host.now() - began).toBe(60_000 + 7_200_000);
    const attempt = "attempt compensate/refund";
    expect(opsOf(await run.journal())).toEqual(["timeout", undo, attempt, attempt, "step compensate/refund"]);
  });

  it("not when it completes", async () => {
    const flow = workflow("flow", (wf) => {
      wf.compensate("refund", () => 1);
      return "well";
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    expect([await run.result(), await run.journal()]).toEqual(["well", []]);
  });

  it("when its output cannot be kept, which is a failure like others", async () => {
    const flow = workflow("flow", (wf) => {
      wf.compensate("refund", () => 1);
      return () => {};
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "unserialisable-value" } });
    expect(opsOf(await run.journal())).toEqual([undo, "step compensate/refund"]);
  });

  it("also what was registered after the cancel: what it undoes has happened", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.sleep("1 day").catch(() => wf.compensate("late", () => 1));
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits", async () => (await run.status()).status === "waiting");
    await run.cancel();
    await run.result().catch(() => {});
    expect(opsOf(await run.journal())).toEqual(["cancel", undo, "step compensate/late"]);
  });

  it("numbered like steps, in the order of registration, below the scope that registered them", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.compensate("undo", () => 1);
      await wf.map([1, 2], async () => {
        wf.compensate("undo", () => 2);
        wf.compensate("undo", () => 3);
      });
      wf.compensate("undo", () => 4);
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.result().catch(() => {});
    expect((await run.journal()).slice(1).map(({ op, value }) => `${op} ${value}`)).toEqual([
      "compensate/undo#2 4",
      "compensate/map[1]/undo#2 3",
      "compensate/map[1]/undo 2",
      "compensate/map[0]/undo#2 3",
      "compensate/map[0]/undo 2",
      "compensate/undo 1",
    ]);
  });
});

describe("what cannot be a compensation is refused", () => {
  it.each<[string, Parameters<typeof workflow>[1], string]>([
    ["no function", (wf) => wf.compensate("c", 1 as never), "invalid-option"],
    ["a name that separates", (wf) => wf.compensate("a/b", () => 1), "invalid-name"],
    ["options that are unknown", (wf) => wf.compensate("c", () => 1, { tries: 1 } as never), "invalid-option"],
    ["a scope of that name", (wf) => wf.scope("compensate", () => 1), "invalid-name"],
    ["a map of that name", (wf) => wf.map([1], () => 1, { name: "on-failure" }), "invalid-name"],
  ])("%s", async (_, code, expected) => {
    const flow = workflow("flow", code);
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { code: expected } });
  });
});

describe("a task that undoes", () => {
  it("gets its input, and is tried as its own options say, but for those of the call", async () => {
    const tried: string[] = [];
    const options = { retry: { maxAttempts: 3, initial: 1, max: 1 } } as const;
    const refund = task("refund", options, (id: string, t) => {
      tried.push(`${id} ${t.attempt}`);
      throw new RangeError("bank closed");
    });
    const flow = workflow("flow", (wf) => {
      wf.compensate("first", refund, { input: "a", retry: false });
      wf.compensate("second", refund, { input: "b" });
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow], tasks: [refund] });
    const run = await engine.start(flow);
    await run.result().catch(() => {});
    expect(tried).toEqual(["b 1", "b 2", "b 3", "a 1"]);
    expect((await run.status()).compensationErrors.map(({ step }) => step)).toEqual([
      "compensate/second",
      "compensate/first",
    ]);
  });
});
