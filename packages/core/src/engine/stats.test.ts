import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

const nap = workflow("nap", (wf, seconds: number) => wf.sleep(seconds * 1_000));
const moody = workflow({ name: "moody", queue: "slow" }, async (wf, fails: boolean) => {
  await wf.step(
    "try",
    () => {
      if (fails) throw new Error("no");
    },
    { retry: false },
  );
});

describe("stats", () => {
  it("adds up runs by workflow and queue, and says how those that ended went", async () => {
    const host = virtualHost({ seed: 1 });
    const engine = await openEngine({ store: memory(), workflows: [nap, moody], host });
    const ended = Promise.all([
      engine.execute(nap, 10),
      engine.execute(nap, 20),
      engine.execute(moody, false),
      engine.execute(moody, true).catch(() => {}),
    ]);
    await passTime(host, ended);
    await engine.start(nap, 3_600);
    const late = await engine.start(moody, false, { delay: "1 h" });
    await engine.start(moody, false, { delay: "1 h" });
    await late.cancel();

    const { all, workflows, queues } = await engine.stats();
    expect(all.ended).toEqual({ completed: 3, failed: 1, cancelled: 1, timed_out: 0 });
    expect(all.successRate).toBe(0.75);
    const [moods, naps] = workflows;
    expect(workflows.map((stats) => stats.workflow)).toEqual(["moody", "nap"]);
    expect(naps).toMatchObject({ successRate: 1, meanDurationMs: 15_000, runs: { completed: 2, failed: 0 } });
    expect(moods).toMatchObject({ successRate: 0.5, runs: { pending: 1, cancelled: 1, failed: 1 } });
    expect(queues).toMatchObject([{ queue: "default" }, { queue: "slow", pending: 1, running: 0 }]);
    const only = await engine.stats({ workflow: "nap" });
    expect(only.all).toEqual({ ...naps, workflow: undefined });
    expect(only.queues.map(({ queue }) => queue)).toEqual(["default"]);
  });

  it("of nothing is nothing, and no division by it", async () => {
    const engine = await openEngine({ workflows: [nap] });
    const { all, workflows } = await engine.stats();
    expect(workflows).toEqual([]);
    expect([all.successRate, all.meanDurationMs, all.runs.pending]).toEqual([undefined, undefined, 0]);
  });

  it("refuses what it does not know", async () => {
    const engine = await openEngine();
    const asked = engine.stats({ flow: "nap" } as never);
    await expect(asked).rejects.toMatchObject({ code: "invalid-option", message: expect.stringContaining("flow") });
  });
});
