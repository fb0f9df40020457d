import { describe, expect, it } from "vitest";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";
import type { Stepwell } from "./engine.ts";

const day = 86_400_000;
const start = 1_767_225_600_000;

const work = workflow("work", async (wf, how: string) => {
  wf.log("begins");
  await wf.step("one", () => "x".repeat(100));
  if (how === "badly") throw new Error("no");
  if (how === "forever") await wf.sleep("300 days");
});
const other = workflow("other", (wf) => wf.step("one", () => 1));

/** A store with a run that completed, failed, was cancelled and one that sleeps; made `days` after the start. */
async function filled(days = 0): Promise<StoreProvider> {
  const store = memory();
  const host = virtualHost({ startAt: start + days * day });
  const engine = await openEngine({ store, workflows: [work, other], host });
  const cancelled = await engine.start(work, "forever", { id: "cancelled", delay: "1 day" });
  await cancelled.cancel();
  const ends = [engine.execute(work, "well", { id: "well" }), engine.execute(work, "badly", { id: "badly" })];
  await passTime(host, Promise.allSettled([...ends, engine.execute(other, { id: "other" } as never)]));
  await engine.start(work, "forever", { id: "asleep" });
  await passTime(host, engine.close());
  return store;
}

function later(store: StoreProvider, days: number, options: Parameters<typeof openEngine>[0] = {}) {
  const host = virtualHost({ startAt: start + days * day, seed: days });
  return openEngine({ store, host, workflows: [work], ...options }).then((engine) => ({ engine, host }));
}

async function left(engine: Stepwell): Promise<string[]> {
  const { items } = await engine.list({ workflow: "work" });
  return items.map(({ id }) => id).sort();
}

function gc(engine: Stepwell, host: VirtualHost, options: Parameters<Stepwell["gc"]>[0] = {}) {
  return passTime(host, engine.gc(options));
}

describe("gc", () => {
  it("removes what retention says, and tells what it was", async () => {
    const { engine, host } = await later(await filled(), 31, { worker: false });
    const planned = await gc(engine, host, { dryRun: true });
    expect(planned).toMatchObject({ runs: 3, byStatus: { completed: 2, cancelled: 1 }, entries: 0 });
    expect(await left(engine)).toEqual(["asleep", "badly", "cancelled", "well"]);
    const done = await gc(engine, host);
    expect(done).toMatchObject({ runs: 3, byStatus: planned.byStatus, entries: 2, logLines: 1 });
    expect(done.bytes).toBeGreaterThan(100);
    expect(await left(engine)).toEqual(["asleep", "badly"]);
    await expect(engine.handle("well").status()).rejects.toMatchObject({ code: "unknown-run" });
    expect(await gc(engine, host)).toMatchObject({ runs: 0, bytes: 0 });
    const { all } = await engine.stats();
    expect(all).toMatchObject({ ended: { completed: 2, failed: 1, cancelled: 1 }, runs: { completed: 0, failed: 1 } });
  });

  it("keeps failed runs longer", async () => {
    const store = await filled();
    const before = await later(store, 89, { worker: false });
    await gc(before.engine, before.host);
    expect(await left(before.engine)).toEqual(["asleep", "badly"]);
    const after = await later(store, 91, { worker: false });
    await gc(after.engine, after.host);
    expect(await left(after.engine)).toEqual(["asleep"]);
  });

  it("takes an age, states, a workflow and a limit instead", async () => {
    const { engine, host } = await later(await filled(), 2, { worker: false });
    expect(await gc(engine, host)).toMatchObject({ runs: 0 });
    expect(await gc(engine, host, { olderThan: "1 day", workflow: "other" })).toMatchObject({ runs: 1 });
    expect(await gc(engine, host, { olderThan: "3 days" })).toMatchObject({ runs: 0 });
    expect(await gc(engine, host, { olderThan: "1 day", status: ["failed", "timed_out"] })).toMatchObject({ runs: 1 });
    expect(await gc(engine, host, { olderThan: 0, limit: 1 })).toMatchObject({ runs: 1 });
    expect(await gc(engine, host, { olderThan: 0 })).toMatchObject({ runs: 1 });
    expect(await left(engine)).toEqual(["asleep"]);
  });

  it("with retention false keeps all, unless an age is given", async () => {
    const retention = { completed: false, failed: false } as const;
    const { engine, host } = await later(await filled(), 400, { worker: false, retention });
    expect(await gc(engine, host)).toMatchObject({ runs: 0 });
    expect(await gc(engine, host, { olderThan: "100 days" })).toMatchObject({ runs: 4 });
  });

  it("invariant 34: keeps a run whose parent is not finished and may still ask how it ended", async () => {
    const asks = workflow("asks", async (wf) => {
      const child = await wf.start(other, undefined, { id: "child" });
      await wf.sleep("40 days");
      return await child.result();
    });
    const store = memory();
    const first = await later(store, 0, { workflows: [asks, other, work] });
    await passTime(first.host, first.engine.start(asks, undefined, { id: "parent" }));
    await passMs(first.host, 5_000);
    await passTime(first.host, first.engine.start(work, "forever", { id: "last", delay: "90 days" }));
    await passTime(first.host, first.engine.close());
    const { engine, host } = await later(store, 39, { workflows: [other], worker: false });
    expect(await gc(engine, host)).toMatchObject({ runs: 0 });
    const second = await later(store, 41, { workflows: [asks, other, work] });
    expect(await passTime(second.host, second.engine.handle("parent").result())).toBe(1);
    expect(await gc(second.engine, second.host, { olderThan: "1 day" })).toMatchObject({ runs: 1 });
  });

  it("frees the id of a run that it removed", async () => {
    const { engine, host } = await later(await filled(), 31);
    await gc(engine, host);
    const again = await passTime(host, engine.start(work, "badly", { id: "well" }));
    await passTime(
      host,
      again.result().catch(() => {}),
    );
    expect(await again.status()).toMatchObject({ generation: 1, status: "failed" });
  });

  it.each([
    [{ status: "running" }, "status"],
    [{ limit: 0 }, "limit"],
    [{ older: "1 d" }, "older"],
    [{ dryRun: "no" }, "dryRun"],
    [{ workflow: 1 }, "workflow"],
  ])("refuses %o", async (options, named) => {
    const engine = await openEngine();
    const refused = { code: "invalid-option", message: expect.stringContaining(named) };
    await expect(engine.gc(options as never)).rejects.toMatchObject(refused);
  });
});

describe("retention", () => {
  it("a worker removes old runs of its workflows by itself, after a minute and then every hour", async () => {
    const { engine, host } = await later(await filled(), 30);
    await passMs(host, limits.retentionFirstMs - 1_000);
    expect(await left(engine)).toHaveLength(4);
    await passMs(host, 2_000);
    expect(await left(engine)).toEqual(["asleep", "badly"]);
    expect(await engine.count({ workflow: "other" })).toBe(1);
    await passTime(host, engine.execute(work, "well", { id: "new" }));
    await passTime(host, engine.start(work, "forever", { id: "asleep too" }));
    host.jump(30 * day);
    await passMs(host, limits.retentionEveryMs);
    expect(await left(engine), "a clock that jumped removes nothing").toContain("new");
    await passMs(host, limits.retentionEveryMs);
    expect(await left(engine)).toEqual(["asleep", "asleep too", "badly"]);
  });

  it.each([
    ["of other workflows", { workflows: [other] }],
    ["with a client", { worker: false }],
    ["with an engine that is there for its own runs", { worker: { runs: "own" } }],
    ["where all are kept", { retention: { completed: false, failed: false } }],
  ] as const)("not %s", async (_, options) => {
    const { engine, host } = await later(await filled(), 100, options);
    await passMs(host, limits.retentionFirstMs * 2);
    expect(await left(engine)).toHaveLength(4);
  });

  it("a failure is told, and the next look tries again", async () => {
    const notices: string[] = [];
    let broken = true;
    const around = aroundStore(await filled(), {
      remove: (next, runs) => (broken ? Promise.reject(new Error("out of order")) : next(runs)),
    });
    const { engine, host } = await later(around, 31, { log: (text) => void notices.push(text) });
    await passMs(host, limits.retentionFirstMs);
    expect(notices).toEqual(["removing old runs failed; it is tried again"]);
    broken = false;
    await passMs(host, limits.retentionEveryMs);
    expect(await left(engine)).toEqual(["asleep", "badly"]);
  });

  it("closing the engine ends it between two transactions, and a later one goes on", async () => {
    const store = memory();
    const first = await later(store, 0);
    const runs = Array.from({ length: 250 }, () => ({ input: "well" }));
    const started = await passTime(first.host, first.engine.startMany(work, runs));
    await passTime(first.host, Promise.all(started.map(({ handle }) => handle?.result())));
    await passTime(first.host, first.engine.start(work, "forever", { id: "asleep" }));
    await passTime(first.host, first.engine.close());

    const { engine, host } = await later(store, 31);
    await passMs(host, limits.retentionFirstMs);
    await passTime(host, engine.close());
    const again = await later(store, 31, { worker: false });
    const { length } = (await again.engine.list({ status: "completed" }, { limit: 200 })).items;
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(200);
    await gc(again.engine, again.host);
    expect(await left(again.engine)).toEqual(["asleep"]);
  });
});
