import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

const hour = 3_600_000;
const naps = workflow("naps", async (wf) => {
  await wf.sleep("1 min");
  return "awake";
});

describe("a wall clock that jumps", () => {
  it("back, and forth again, delays no timer by the jump", async () => {
    const host = virtualHost({ seed: 1 });
    const engine = await openEngine({ host, workflows: [naps] });
    const run = await engine.start(naps);
    host.jump(-hour);
    await passTime(host, new Promise<void>((resolve) => void host.timer(90_000, resolve)));
    host.jump(hour);
    const began = host.monotonic();
    expect(await passTime(host, run.result())).toBe("awake");
    expect(host.monotonic() - began).toBeLessThan(30_000);
  });

  it("back, and forth again before anybody has noticed, delays no timer that was set in between", async () => {
    const host = virtualHost({ seed: 1 });
    const engine = await openEngine({ host, workflows: [naps] });
    host.jump(-hour);
    const run = await engine.start(naps);
    while ((await run.status()).status !== "waiting")
      await passTime(host, new Promise<void>((go) => void host.timer(10, go)));
    host.jump(hour);
    const began = host.monotonic();
    expect(await passTime(host, run.result())).toBe("awake");
    expect(host.monotonic() - began).toBeLessThan(31_000);
  });

  it("forth makes due what is due by it", async () => {
    const host = virtualHost({ seed: 1 });
    const engine = await openEngine({ host, workflows: [naps] });
    const run = await engine.start(naps);
    host.jump(hour);
    const began = host.monotonic();
    expect(await passTime(host, run.result())).toBe("awake");
    expect(host.monotonic() - began).toBeLessThan(30_000);
  });
});
