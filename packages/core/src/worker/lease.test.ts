import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { Around } from "../testing/around-store.ts";
import { aroundStore } from "../testing/around-store.ts";
import { Machine } from "../testing/mortal-process.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { fences, flow, twoProcesses } from "../testing/two-processes.ts";
import { until } from "../testing/until.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// A worker that is provably dead is reaped at once, any other after a whole lease of silence (engine.md §4).

describe("a worker that died", () => {
  it("is reaped at once where that can be proved", async () => {
    const { host, first, other } = await twoProcesses({ provable: true });
    first.kill();
    const since = host.now();
    const next = await openEngine({ ...other, workflows: [flow] });
    expect(await passTime(host, next.handle("r").result())).toBe("taken over");
    expect(host.now() - since).toBeLessThan(100);
    expect(fences).toEqual([1, 2]);
  });

  it("is noticed within a second by one that is there already", async () => {
    const { host, first, other } = await twoProcesses({ provable: true });
    const next = await openEngine({ ...other, workflows: [flow] });
    await passMs(host, 5_000);
    first.kill();
    const since = host.now();
    await passTime(host, next.handle("r").result());
    expect(host.now() - since).toBeLessThanOrEqual(1_000);
  });

  it("is noticed within a second, too, by one that was alone before, and looked at nobody but every 5 s", async () => {
    fences.length = 0;
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const { parts } = machine.process();
    let looks = 0;
    const counting: Around = {
      workers: (next) => {
        looks++;
        return next();
      },
    };
    const alone = await openEngine({ ...parts, store: aroundStore(parts.store, counting), workflows: [flow] });
    await passMs(host, 60_000);
    expect(looks).toBeLessThan(15);
    const second = machine.process();
    const other = await openEngine({ ...second.parts, workflows: [flow] });
    await other.start(flow, undefined, { id: "r" });
    await quiet(host);
    second.kill();
    const since = host.now();
    expect(await passTime(host, alone.handle("r").result())).toBe("taken over");
    expect(host.now() - since).toBeLessThanOrEqual(1_000);
  });

  it("else only after 30 s of silence", async () => {
    const { host, first, other } = await twoProcesses({ provable: false });
    first.kill();
    const since = host.now();
    const next = await openEngine({ ...other, workflows: [flow] });
    await passTime(host, next.handle("r").result());
    expect(host.now() - since).toBeGreaterThan(29_000);
    expect(host.now() - since).toBeLessThan(33_000);
  });
});

describe("a worker that lives", () => {
  it("keeps its runs for as long as it says so", async () => {
    const { host, other, provider } = await twoProcesses({ provable: false });
    await openEngine({ ...other, workflows: [flow] });
    await passMs(host, 600_000);
    expect(fences).toEqual([1]);
    expect(await (await look(provider)).workers()).toHaveLength(2);
  });

  it("loses no run to a wall clock that jumps ahead", async () => {
    const { host, other } = await twoProcesses({ provable: false });
    await passMs(host, 500);
    await openEngine({ ...other, workflows: [flow] });
    // The other one looks half a second after the first has said that it lives: it is the first to see the jump.
    await passMs(host, 14_700);
    host.jump(3_600_000);
    await passMs(host, 120_000);
    expect(fences).toEqual([1]);
  });

  it("nor to one that jumps back", async () => {
    const { host, other } = await twoProcesses({ provable: false });
    await openEngine({ ...other, workflows: [flow] });
    await passMs(host, 15_000);
    host.jump(-3_600_000);
    await passMs(host, 4_000_000);
    expect(fences).toEqual([1]);
  });
});

describe("a worker that was silent for too long and lives", () => {
  it("invariant 7: writes nothing afterwards, and registers anew", async () => {
    const { host, other, engine, provider, hush } = await twoProcesses({ provable: false, silent: true });
    hush();
    const next = await openEngine({ ...other, workflows: [flow] });
    expect(await passTime(host, next.handle("r").result())).toBe("taken over");
    const store = await look(provider);
    const run = (await store.find("r"))!;
    const journal = await store.journal(run.key, 0, 9);
    // The zombie goes on: what it begins next tells it that it is dead.
    expect(
      await passTime(
        host,
        engine.start(flow, undefined, { id: "again" }).then(({ id }) => id),
      ),
    ).toBe("again");
    await passMs(host, 2_000);
    expect(await store.journal(run.key, 0, 9)).toEqual(journal);
    expect((await store.find("r"))?.status).toBe("completed");
    expect(await store.workers()).toHaveLength(2);
  });
});

describe("a clean close", () => {
  it("invariant 25: gives back at once, and nothing is owned; another goes on without waiting", async () => {
    const { host, other, engine, provider } = await twoProcesses({ provable: false });
    const next = await openEngine({ ...other, workflows: [flow] });
    const since = host.now();
    const closing = engine.close({ graceMs: 500 });
    await passTime(host, closing);
    await passTime(host, next.handle("r").result());
    expect(host.now() - since).toBeLessThanOrEqual(2_000);
    const store = await look(provider);
    expect(await store.workers()).toHaveLength(1);
    expect((await store.find("r"))?.deaths).toBe(0);
  });

  it("lets bodies in flight end within the grace, and keeps their results", async () => {
    const begun: number[] = [];
    const release = Promise.withResolvers<void>();
    const slow = workflow("slow", async (wf) => {
      await wf.step("first", async (s) => {
        begun.push(s.fence);
        await release.promise;
      });
      return await wf.step("second", (s) => s.fence);
    });
    const store = memory();
    const engine = await openEngine({ store, workflows: [slow] });
    await engine.start(slow, undefined, { id: "r" });
    await until("it executes", () => begun.length === 1);
    const closing = engine.close({ graceMs: 5_000 });
    release.resolve();
    await closing;
    const next = await openEngine({ store, workflows: [slow] });
    expect(await next.handle("r").result()).toBe(2);
    expect(begun).toEqual([1]);
  });

  it("refuses what comes afterwards, and may be called twice", async () => {
    const engine = await openEngine({ workflows: [flow] });
    await Promise.all([engine.close(), engine.close()]);
    const refused = { code: "engine-closed" };
    await expect(engine.start(flow)).rejects.toMatchObject(refused);
    await expect(engine.list()).rejects.toMatchObject(refused);
    expect(() => engine.handle("r")).toThrow(expect.objectContaining(refused));
  });
});
