import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { RunCancelled, RunFailed } from "../model/run-errors.ts";
import { crashEverywhere } from "../testing/crash-everywhere.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

// Engine.md §7: durable onFailure and onComplete of a workflow. They are code of the run: recorded, shielded, after its
// compensations, and they change no end.

describe("onFailure", () => {
  it("runs after the compensations with what result() throws and the input, recorded in scope on-failure", async () => {
    const order: string[] = [];
    const told: unknown[] = [];
    const flow = workflow(
      {
        name: "flow",
        onFailure: async (wf, error, input: string) => {
          told.push(error, input);
          await wf.step("page", () => void order.push("paged"));
          await wf.map([1], () => wf.step("each", () => 1));
          wf.set("paged", true);
        },
      },
      (wf, _: string) => {
        wf.compensate("undo", () => void order.push("undone"));
        throw new RangeError("no");
      },
    );
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, "the input");
    const error = await run.result().catch((thrown) => thrown);
    expect(order).toEqual(["undone", "paged"]);
    expect(told[0]).toBeInstanceOf(RunFailed);
    expect(told).toMatchObject([{ message: error.message, cause: { message: "no" } }, "the input"]);
    expect((await run.journal()).map(({ op }) => op)).toEqual([
      "undo~compensate",
      "compensate/undo",
      "on-failure/page",
      "on-failure/map[0]/each",
      "set~on-failure/set",
    ]);
    expect([await run.get("paged"), (await run.status()).status]).toEqual([true, "failed"]);
  });

  it("runs for a run that was cancelled or timed out, too; neither ends it", async () => {
    const host = virtualHost();
    const told: unknown[] = [];
    const flow = workflow(
      {
        name: "flow",
        timeout: "1 min",
        onFailure: async (wf, error) => {
          await wf.sleep("1 h");
          told.push(error.code);
        },
      },
      (wf) => wf.sleep("1 day"),
    );
    const engine = await openEngine({ workflows: [flow], host });
    const [cancelled, late] = [await engine.start(flow), await engine.start(flow)];
    await quiet(host);
    await cancelled.cancel();
    await passTime(host, Promise.allSettled([cancelled.result(), late.result()]));
    expect(told).toEqual(["run-cancelled", "run-timed-out"]);
    expect([(await cancelled.status()).status, (await late.status()).status]).toEqual(["cancelled", "timed_out"]);
  });

  it("does not run for one that completes, that never began, or that is killed", async () => {
    const host = virtualHost();
    let told = 0;
    const flow = workflow({ name: "flow", onFailure: () => void told++ }, (wf, ms: number) => wf.sleep(ms));
    const engine = await openEngine({ workflows: [flow], host });
    await passTime(host, engine.execute(flow, 1));
    const [expired, killed] = [await engine.start(flow, 1, { delay: "1 h" }), await engine.start(flow, 100_000)];
    await quiet(host);
    await expired.cancel();
    await killed.kill();
    await passMs(host, 7_200_000);
    expect(told).toBe(0);
  });
});

describe("onComplete", () => {
  it("runs with a copy of the output before the run is completed; a cancel that comes then is too late", async () => {
    const host = virtualHost();
    const told: unknown[] = [];
    const output = { of: "the function" };
    const flow = workflow(
      {
        name: "flow",
        onComplete: async (wf, value, input: number) => {
          told.push(value === output, value, input);
          await wf.sleep("1 h");
          told.push(await wf.step("bill", () => "billed"));
        },
      },
      (_, _input: number) => output,
    );
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow, 7);
    await quiet(host);
    expect((await run.status()).status).toBe("waiting");
    await run.cancel();
    expect(await passTime(host, run.result())).toEqual(output);
    expect(told).toEqual([false, output, 7, "billed"]);
    expect((await run.status()).status).toBe("completed");
  });

  it("is outside of the run's timeout", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 min", onComplete: (wf) => wf.sleep("1 h") }, () => "well");
    const engine = await openEngine({ workflows: [flow], host });
    expect(await passTime(host, engine.execute(flow))).toBe("well");
  });
});

it("a hook that fails changes no end, and is recorded in the run's log", async () => {
  const fail = () => {
    throw new TypeError("in the hook");
  };
  const flow = workflow({ name: "flow", onFailure: fail, onComplete: fail }, (_, well: boolean) => {
    if (!well) throw new RangeError("no");
    return "well";
  });
  const engine = await openEngine({ workflows: [flow] });
  const [one, other] = [await engine.start(flow, true), await engine.start(flow, false)];
  expect(await one.result()).toBe("well");
  await expect(other.result()).rejects.toMatchObject({ cause: { message: "no" } });
  const lines = (await Promise.all([one.logs(), other.logs()])).flat().map(({ level, text }) => `${level} ${text}`);
  expect(lines).toEqual([
    "error the workflow's on-complete hook failed: in the hook",
    "error the workflow's on-failure hook failed: in the hook",
  ]);
});

it("crashed at every position, a run tells its hook once, with the same error", async () => {
  const told: string[] = [];
  const flow = workflow(
    {
      name: "flow",
      onFailure: async (wf, error) => {
        told.push(`${error instanceof RunCancelled}`);
        await wf.step("page", () => void told.push("paged"));
        await wf.sleep("1 h");
      },
    },
    async (wf) => {
      wf.compensate("undo", () => void told.push("undone"));
      await wf.step("a", () => 1);
      await wf.sleep("1 day");
    },
  );
  const journal = await crashEverywhere({
    flow,
    live: ({ cancel }) => cancel(),
    again: () => void told.splice(0),
    check: ({ at, kept }) => {
      const expected = [
        kept.includes("step compensate/undo") ? [] : ["undone"],
        ["true"],
        kept.includes("step on-failure/page") ? [] : ["paged"],
      ];
      expect(told, `after a crash at ${at}`).toEqual(at < 2 ? [] : expected.flat());
    },
  });
  expect(journal).toEqual([
    "step a",
    "cancel",
    "undo undo~compensate",
    "step compensate/undo",
    "step on-failure/page",
    "timer sleep~on-failure/sleep",
  ]);
});

it.each(["onFailure", "onComplete"])("%s that is no function is refused where the workflow is defined", (hook) => {
  expect(() => workflow({ name: "flow", [hook]: "x" }, () => 1)).toThrow(
    expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ option: hook }) }),
  );
});
