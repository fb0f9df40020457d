import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { crashEverywhere } from "../testing/crash-everywhere.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";
import type { WorkflowContext } from "./context.ts";
import { workflow } from "./workflow.ts";

// Engine.md §3: a cancelled run goes back to running until its shields have ended. §7: each later unshielded
// operation rejects at once.

const cancelled = { code: "run-cancelled" };

/** What the code saw, in order. */
function noting() {
  const seen: string[] = [];
  const note = (text: string) => void seen.push(text);
  return { seen, note, rejected: (error: { code: string }) => note(error.code) };
}

it("a shield in a branch that has lost a race is given up with it, and the run ends", async () => {
  const flow = workflow("flow", async (wf) => {
    const { winner } = await wf.race({
      slow: () => wf.shield(() => wf.sleep("1 h")),
      quick: () => wf.step("quick", () => "won"),
    });
    return winner;
  });
  await crashEverywhere({ flow, check: ({ details }) => expect(details).toMatchObject({ output: "quick" }) });
});

describe("wf.shield goes on when the run is cancelled or times out", () => {
  it("what is pending in it is answered, what it asks for later is begun; outside each later operation rejects at once", async () => {
    const host = virtualHost();
    const { seen, note, rejected } = noting();
    const flow = workflow("flow", async (wf) => {
      const inside = await wf.shield(async () => {
        await wf.sleep("1 h");
        return await wf.step("second", () => "done");
      });
      note(inside);
      await wf.step("outside", () => note("body")).catch(rejected);
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await quiet(host);
    const began = host.now();
    await run.cancel("enough");
    await quiet(host);
    expect((await run.status()).status).toBe("waiting");
    await expect(passTime(host, run.result())).rejects.toMatchObject(cancelled);
    expect(seen).toEqual(["done", "run-cancelled"]);
    expect(host.now() - began).toBe(3_600_000);
    expect((await run.journal()).map(({ kind, op }) => `${kind} ${op}`)).toEqual([
      "cancel ",
      "timer sleep~sleep",
      "step second",
    ]);
  });

  it("the body that executes in it is not told to stop, and may try again", async () => {
    const told: string[] = [];
    const flow = workflow({ name: "flow", timeout: "1 min" }, (wf) =>
      wf.shield(() =>
        wf.step(
          "s",
          async (s) => {
            s.abortSignal.addEventListener("abort", () => told.push(s.abortSignal.reason.message));
            await new Promise<void>((resolve) => void host.timer(90_000, resolve));
            if (s.attempt === 1) throw new RangeError("again");
            return "well";
          },
          { retry: { initial: "2 min", jitter: 0 } },
        ),
      ),
    );
    const host = virtualHost();
    const engine = await openEngine({ workflows: [flow], host });
    const began = host.now();
    const run = await engine.start(flow);
    await expect(passTime(host, run.result())).rejects.toMatchObject({ code: "run-timed-out" });
    expect([told, host.now() - began]).toEqual([["again"], 300_000]);
    expect((await run.journal()).map(({ kind }) => kind)).toEqual(["timeout", "attempt", "step"]);
  });

  it.each<[string, (wf: WorkflowContext, body: () => string) => Promise<unknown>]>([
    ["wf.map", (wf, body) => wf.map([1], () => wf.step("s", body))],
    ["wf.scope", (wf, body) => wf.scope("inner", () => wf.step("s", body))],
    ["wf.race", async (wf, body) => (await wf.race({ a: () => wf.step("s", body), b: () => wf.sleep("1 h") })).value],
    ["wf.shield", (wf, body) => wf.shield(() => wf.step("s", body))],
    ["an await of something else", async (wf, body) => [await Promise.resolve(), await wf.step("s", body)][1]],
  ])("also below %s in it", async (_, below) => {
    const { seen, rejected } = noting();
    const flow = workflow("flow", async (wf) => {
      await wf.sleep("1 day").catch(rejected);
      seen.push(String(await wf.shield(() => below(wf, () => "body"))));
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits", async () => (await run.status()).status === "waiting");
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject(cancelled);
    expect(seen).toEqual(["run-cancelled", "body"]);
  });

  it("kill ends it at once, no user code runs", async () => {
    const { seen, note } = noting();
    const flow = workflow("flow", (wf) => wf.shield(() => wf.sleep("1 h").finally(() => note("went on"))));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await until("it waits", async () => (await run.status()).status === "waiting");
    await run.kill("now");
    await expect(run.result()).rejects.toMatchObject(cancelled);
    expect([seen, (await run.status()).status]).toEqual([[], "cancelled"]);
  });

  it("after a crash the request stands: from every position the shield is gone through as before", async () => {
    const { seen, note, rejected } = noting();
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => 1);
      await wf.shield(async () => {
        await wf.sleep("1 h");
        note(await wf.step("b", () => "b"));
        wf.set("k", 1);
        await wf.sleep("1 h");
      });
      await wf.step("c", () => 1).catch(rejected);
    });
    const journal = await crashEverywhere({
      flow,
      live: ({ cancel }) => cancel(),
      again: () => void seen.splice(0),
      check: ({ at, details }) => {
        const known = at >= 2;
        expect(details.status, `after a crash at ${at}`).toBe(known ? "cancelled" : "completed");
        expect(seen).toEqual(known ? ["b", "run-cancelled"] : ["b"]);
      },
    });
    expect(journal).toEqual(["step a", "cancel", "timer sleep~sleep", "step b", "set set~set", "timer sleep~sleep#2"]);
  });
});

it("what is no function is refused", async () => {
  const flow = workflow("flow", (wf) => wf.shield("x" as never));
  const engine = await openEngine({ workflows: [flow] });
  const result = engine.execute(flow);
  await expect(result).rejects.toMatchObject({ cause: { code: "invalid-option", facts: { where: "wf.shield" } } });
});

it("what goes on in a shield that has failed is given up before the run is undone", async () => {
  const seen: string[] = [];
  const flow = workflow("flow", async (wf) => {
    wf.compensate("undo", () => void seen.push("undone"));
    await wf.shield(() =>
      Promise.all([
        wf.step("slow", async ({ abortSignal }) => {
          await once(abortSignal, "abort");
          seen.push("told");
        }),
        wf.step("failing", () => Promise.reject(new RangeError("no")), { retry: false }),
      ]),
    );
  });
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow);
  await expect(run.result()).rejects.toMatchObject({ code: "run-failed" });
  expect(seen).toEqual(["told", "undone"]);
  expect((await run.journal()).map(({ op }) => op)).not.toContain("slow");
});
