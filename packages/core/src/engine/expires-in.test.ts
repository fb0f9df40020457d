import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { RunState } from "../model/run-state.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

describe("expiresIn", () => {
  it("ends a run that nobody serves, whoever looks", async () => {
    const host = virtualHost({ seed: 2 });
    const flow = workflow("flow", () => 1);
    const provider = memory();
    const client = await openEngine({ store: provider, host, workflows: [flow], worker: false });
    const run = await passTime(host, client.start(flow, undefined, { id: "x", delay: "1 min", expiresIn: "10 s" }));
    expect(await run.why()).toMatch(/^starts in/);
    await passMs(host, 60_001);
    expect(await run.why()).toBe('no live worker serves workflow "flow" on queue "default"');
    await expect(passTime(host, run.result())).rejects.toMatchObject({ code: "run-cancelled" });
    expect(await run.why()).toBe("expired: it had not begun within 10.0s");
    expect((await run.status()).endedAt?.getTime()).toBe(host.now());
  });

  it("ends a run in line; one that has begun goes on", async () => {
    const host = virtualHost({ seed: 3 });
    const flow = workflow({ name: "flow", concurrency: { limit: 1 } }, (wf) => wf.sleep("1 h").then(() => "done"));
    const engine = await openEngine({ store: memory(), host, workflows: [flow] });
    const [one, two] = [
      await passTime(host, engine.start(flow, undefined, { expiresIn: "10 s" })),
      await passTime(host, engine.start(flow, undefined, { expiresIn: "10 s" })),
    ];
    await expect(passTime(host, two.result())).rejects.toMatchObject({ code: "run-cancelled" });
    expect(await passTime(host, one.result())).toBe("done");
  });

  it("of a run that has begun keeps nobody busy who waits for its end", async () => {
    const host = virtualHost({ seed: 4 });
    const minute = () => new Promise<void>((resolve) => void host.timer(60_000, resolve));
    const flow = workflow("flow", (wf) => wf.step("slow", minute).then(() => "done"));
    const engine = await openEngine({ store: memory(), host, workflows: [flow] });
    const run = await passTime(host, engine.start(flow, undefined, { delay: "1 s", expiresIn: 1 }));
    // Were it to look again at once, and again, the clock would never move.
    expect(await passTime(host, run.result())).toBe("done");
  });

  it("is told to who watches the run, where nobody else is there", async () => {
    const host = virtualHost({ seed: 5 });
    const flow = workflow("flow", () => 1);
    const client = await openEngine({ store: memory(), host, workflows: [flow], worker: false });
    const run = await passTime(host, client.start(flow, undefined, { expiresIn: "10 s" }));
    const states: RunState[] = [];
    const watch = async () => {
      for await (const event of run.watch()) if (event.type === "state") states.push(event.status);
    };
    await passTime(host, watch());
    expect(states).toEqual(["pending", "cancelled"]);
  });
});
