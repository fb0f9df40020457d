import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

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

  it("forth and back lets no deadline go before a message that came in time", async () => {
    const host = virtualHost({ seed: 1 });
    const lasts = (ms: number) => () => new Promise<void>((resolve) => void host.timer(ms, resolve));
    const waits = workflow("waits", async (wf) => {
      const long = wf.step("long", lasts(60_000));
      await wf.step("before", lasts(5_000));
      const got = await wf.receive<string>("go", { timeout: "10 s" });
      await long;
      return got ?? "late";
    });
    const provider = memory();
    let deaf = false;
    const notices: Around["notices"] = async (next, worker) => (deaf ? [] : await next(worker));
    const engine = await openEngine({ host, store: aroundStore(provider, { notices }), workflows: [waits] });
    const client = await openEngine({ host, store: provider, worker: false });
    const run = await passTime(host, engine.start(waits));
    await passMs(host, 1_000);
    host.jump(hour);
    await passTime(host, client.handle(run.id).signal("other"));
    await passMs(host, 1_000);
    host.jump(-hour);
    deaf = true;
    await passMs(host, 10_000);
    await passTime(host, client.handle(run.id).signal("go", "in time"));
    expect(await passTime(host, run.result())).toBe("in time");
  });

  it("forth ends no grace: nothing is undone while what was told to stop may go on", async () => {
    const host = virtualHost({ seed: 1 });
    const said: string[] = [];
    const deaf = workflow("deaf", async (wf) => {
      await wf.compensate("undo", () => void said.push("undone"));
      const slow = wf.step("slow", async () => {
        await new Promise<void>((resolve) => void host.timer(8_000, resolve));
        said.push("ended");
      });
      await wf.step("fails", () => Promise.reject(new Error("no")), { retry: false });
      await slow;
    });
    const engine = await openEngine({ host, workflows: [deaf] });
    const run = await engine.start(deaf);
    await passMs(host, 1_000);
    host.jump(hour);
    await expect(passTime(host, run.result())).rejects.toThrow("no");
    expect(said).toEqual(["ended", "undone"]);
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
