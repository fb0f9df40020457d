import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

// Engine.md §7: with pause a person retries, gives the step a value, skips or fails it; each is an audited entry.

const held = () => {
  const state = { broken: true, bodies: 0 };
  const flow = workflow("flow", async (wf) => {
    const value = await wf.step(
      "charge",
      () => {
        state.bodies++;
        if (state.broken) throw new RangeError("no money");
        return "paid";
      },
      { retry: false, onExhausted: "pause" },
    );
    return [value, await wf.step("after", () => "after")];
  });
  return { state, flow };
};

const start = async () => {
  const { state, flow } = held();
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow, undefined, { id: "r" });
  await until("it waits for a person", async () => (await handle.status()).status === "waiting");
  return { state, engine, handle };
};

describe("a step that has failed for good, with onExhausted: pause", () => {
  it("waits, and says for what", async () => {
    const { handle } = await start();
    expect(await handle.why()).toBe(
      'waits for a person to decide about step "charge": step "charge" failed after 1 attempt: no money',
    );
  });

  it("is tried again", async () => {
    const { handle, state } = await start();
    await handle.retryStep("charge");
    await until("it has failed again", async () => (await handle.journal()).length === 3);
    state.broken = false;
    await handle.retryStep("charge", { by: "ann" });
    expect(await handle.result()).toEqual(["paid", "after"]);
    const journal = (await handle.journal()).map(({ kind, attempt, value }) => [kind, attempt, value]);
    expect(journal.filter(([kind]) => kind !== "held")).toEqual([
      ["retried", 0, { act: "retry" }],
      ["retried", 0, { act: "retry", by: "ann" }],
      ["step", 3, "paid"],
      ["step", 1, "after"],
    ]);
  });

  it("is given a value", async () => {
    const { handle, state } = await start();
    await handle.completeStep("charge", { id: 7 }, { by: "ann" });
    expect(await handle.result()).toEqual([{ id: 7 }, "after"]);
    expect(state.bodies).toBe(1);
  });

  it("is skipped", async () => {
    const { handle } = await start();
    await handle.skipStep("charge");
    expect(await handle.result()).toEqual([undefined, "after"]);
  });

  it("is failed", async () => {
    const { handle } = await start();
    await handle.failStep("charge", "fraud");
    await expect(handle.result()).rejects.toMatchObject({
      cause: { code: "step-failed", cause: { code: "step-given-up", message: expect.stringContaining("fraud") } },
    });
  });

  it("is decided about once", async () => {
    const { handle } = await start();
    const decided = await Promise.allSettled([handle.skipStep("charge"), handle.completeStep("charge", 1)]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await handle.result();
  });

  it("is failed without a reason", async () => {
    const { handle } = await start();
    await handle.failStep("charge", "");
    await expect(handle.result()).rejects.toMatchObject({
      cause: { cause: { message: 'a person has failed step "charge"' } },
    });
  });

  it("is given up when the run is cancelled", async () => {
    const { handle } = await start();
    await handle.cancel();
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
  });
});

describe("a step that waits for its next attempt", () => {
  const flow = workflow("flow", (wf) =>
    wf.step(
      "flaky",
      (s) => {
        if (s.attempt === 1) throw new RangeError("again");
        return s.attempt;
      },
      { retry: { initial: "1 h" } },
    ),
  );

  it("is tried again at once", async () => {
    const host = virtualHost();
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await passMs(host, 5_000);
    await passTime(host, handle.retryStep("flaky"));
    expect(await passTime(host, handle.result(), 10_000)).toBe(2);
  });

  it("is given a value instead; a decision that comes after the next attempt is refused", async () => {
    const host = virtualHost();
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await passMs(host, 5_000);
    await passTime(host, handle.completeStep("flaky", "mine"));
    expect(await passTime(host, handle.result(), 10_000)).toBe("mine");
    await expect(handle.retryStep("flaky")).rejects.toMatchObject({ code: "run-finished" });
  });
});

it("refuses steps that do not wait, are unknown, and runs that are", async () => {
  const { handle, engine } = await start();
  await expect(handle.skipStep("nothing")).rejects.toMatchObject({
    code: "step-not-waiting",
    hint: 'name a step that waits: "charge"',
  });
  await expect(handle.completeStep("charge", () => 1)).rejects.toMatchObject({ code: "unserialisable-value" });
  await expect(engine.handle("x").skipStep("charge")).rejects.toMatchObject({ code: "unknown-run" });
});

it("survives a crash at any commit", async () => {
  const crashes = await crashAtEveryCommit(
    {
      workflows: () => [held().flow],
      drive: async (engine) => {
        const handle = await engine.start("flow", undefined, { id: "r" });
        for (;;) {
          const { status } = await handle.status();
          if (status === "completed") return await handle.result();
          await handle.completeStep("charge", 1).catch(() => {});
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
      },
    },
    (outcome, undisturbed, where) => expect(outcome.result, where).toEqual(undisturbed.result),
  );
  expect(crashes).toBeGreaterThan(3);
});
