import { describe, expect, it } from "vitest";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { fences, flow, twoProcesses } from "../testing/two-processes.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

describe("a worker that died before its clock was put right", () => {
  it("is taken for dead after a lease of silence, though it was last heard of in an hour", async () => {
    const { host, first, other } = await twoProcesses({ provable: false });
    const next = await openEngine({ ...other, workflows: [flow] });
    await passMs(host, 5_000);
    host.jump(3_600_000);
    await passMs(host, 20_000);
    first.kill();
    host.jump(-3_600_000);
    const since = host.monotonic();
    await passTime(host, next.handle("r").result());
    expect(host.monotonic() - since).toBeLessThan(65_000);
  });
});

describe("a store that nobody could write to for longer than a lease", () => {
  it("has all workers silent, and none of them is taken for dead", async () => {
    const { host, other, hush } = await twoProcesses({ provable: false, silent: true });
    let silent = false;
    const mute: Around = { beat: (next, worker, at) => (silent ? Promise.resolve(true) : next(worker, at)) };
    await openEngine({ ...other, store: aroundStore(other.store, mute), workflows: [flow] });
    await passMs(host, 5_000);
    silent = hush();
    await passMs(host, 40_000);
    silent = hush(false);
    await passMs(host, 120_000);
    expect(fences).toEqual([1]);
  });
});

describe("a worker that was silent for a lease", () => {
  it.each([
    ["beats before it is declared dead, keeps its run", true],
    ["stays silent, loses it", false],
  ])("and that %s", async (_, beats) => {
    const { host, provider, other, hush } = await twoProcesses({ provable: false, silent: true });
    const store = await look(provider);
    const late: Around = {
      reap: async (next, dead, at) => {
        for (const { key } of beats ? dead : []) await store.beat(key, host.now());
        return await next(dead, at);
      },
    };
    await openEngine({ ...other, store: aroundStore(other.store, late), workflows: [flow] });
    hush();
    await passMs(host, 40_000);
    hush(false);
    await passMs(host, 10_000);
    expect(fences).toEqual(beats ? [1] : [1, 2]);
  });
});
