import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { type AnyWorkflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store } from "../store/port.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { CommitGate } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

// A worker that was declared dead drops what it held, registers anew, and goes on (invariants 7, 8, 26).

async function declareDead(store: Store): Promise<void> {
  const workers = await store.workers();
  await store.reap(
    workers.map(({ key }) => ({ key })),
    Date.now(),
  );
}

/** An engine that has been declared dead, and is answered its next registration only when `answer` is resolved. */
async function declaredDead(one: AnyWorkflow) {
  const [provider, answer] = [memory(), Promise.withResolvers<void>()];
  let registering = 0;
  const register: Around["register"] = async (next, info) => {
    const key = await next(info);
    if (++registering > 1) await answer.promise;
    return key;
  };
  const engine = await openEngine({ store: aroundStore(provider, { register }), workflows: [one] });
  const store = await look(provider);
  await declareDead(store);
  return { engine, store, answer, registers: () => registering === 2 };
}

describe("a worker that is declared dead while it lives", () => {
  it("invariant 7: writes nothing of what it held, and what it starts over is recorded once", async () => {
    const begun: number[] = [];
    const release = Promise.withResolvers<void>();
    const long = workflow("long", (wf) =>
      wf.step("s", async (s) => {
        begun.push(s.fence);
        if (begun.length === 1) await release.promise;
        return s.fence;
      }),
    );
    const { engine, store } = await gatedEngine({ workflows: [long] });
    const handle = await engine.start(long, undefined, { id: "a" });
    await until("the body executes", () => begun.length === 1);
    await declareDead(store);
    // Whatever it commits next tells it.
    await engine.start(long, undefined, { id: "b" });
    expect(await handle.result()).toBe(2);
    release.resolve();
    await turns();
    const { key, claim } = (await store.find("a"))!;
    expect(claim).toBe(2);
    expect(begun).toHaveLength(3);
    const journal = await store.journal(key, 0, 9);
    expect(journal.map(({ kind, value }) => [kind, value])).toEqual([["step", "2"]]);
  });

  it("has its bodies told to stop", async () => {
    let aborted = false;
    const long = workflow("long", (wf) =>
      wf.step("s", async (s) => {
        if (s.fence > 1) return "later";
        const told = Promise.withResolvers<void>();
        s.abortSignal.addEventListener("abort", () => told.resolve());
        await told.promise;
        aborted = true;
        return "first";
      }),
    );
    const { engine, store } = await gatedEngine({ workflows: [long] });
    const handle = await engine.start(long);
    await until("the body executes", () => engine.executing === 1);
    await declareDead(store);
    await engine.start(long);
    expect([await handle.result(), aborted]).toEqual(["later", true]);
  });

  it("registers once, whatever was on its way, and starts nothing twice", async () => {
    const bodies: string[] = [];
    const one = workflow("one", (wf, id: string) => wf.step("s", () => void bodies.push(id)));
    const provider = memory();
    const gate = new CommitGate();
    const register: Around["register"] = async (next, info) => {
      // Meanwhile the starts wait: nothing more is tried in the old name.
      await turns(10);
      return await next(info);
    };
    const engine = await openEngine({ store: aroundStore(provider, { ...gate.around, register }), workflows: [one] });
    const store = await look(provider);
    const [before] = await store.workers();
    await declareDead(store);
    gate.seen.length = 0;
    const ids = Array.from({ length: 50 }, (_, n) => `r${n}`);
    const handles = await Promise.all(ids.map((id) => engine.start(one, id, { id })));
    await Promise.all(handles.map((handle) => handle.result()));
    expect(bodies.toSorted()).toEqual(ids.toSorted());
    expect(await store.workers()).toHaveLength(1);
    expect(gate.seen.filter(({ worker }) => worker === before?.key)).toHaveLength(1);
  });

  it("takes nothing from a batch whose answer comes when it goes by another name", async () => {
    const fences: number[] = [];
    const one = workflow("one", (wf) => wf.step("s", (s) => void fences.push(s.fence)));
    const [host, provider, answer] = [virtualHost(), memory(), Promise.withResolvers<void>()];
    const commit: Around["commit"] = async (next, batch) => {
      const result = await next(batch);
      if (batch.starts.length > 0) await answer.promise;
      return result;
    };
    const engine = await openEngine({ store: aroundStore(provider, { commit }), workflows: [one], host });
    const store = await look(provider);
    const started = engine.start(one);
    await passMs(host, 10);
    const [before] = await store.workers();
    await declareDead(store);
    await passMs(host, 20_000);
    expect((await store.workers()).map(({ key }) => key)).not.toContain(before?.key);
    answer.resolve();
    await passTime(host, (await passTime(host, started)).result());
    expect(fences).toEqual([2]);
  });

  it("leaves no registration behind when it is closed while it registers anew", async () => {
    const one = workflow("one", (wf) => wf.step("s", () => 1));
    const { engine, store, answer, registers } = await declaredDead(one);
    void engine.start(one).catch(() => {});
    await until("it registers anew", registers);
    const closed = engine.close({ graceMs: 0 });
    await turns(10);
    answer.resolve();
    await closed;
    expect(await store.workers()).toEqual([]);
  });

  it("says which workflows it was given while it registered anew", async () => {
    const [one, late] = [workflow("one", () => 1), workflow("late", () => 2)];
    const { engine, store, answer, registers } = await declaredDead(one);
    const started = engine.start(one);
    await until("it registers anew", registers);
    engine.add(late);
    answer.resolve();
    await (await started).result();
    await until("that is said", async () => (await store.workers())[0]?.serves.workflows.includes("late"));
  });

  it("leaves what others hold", async () => {
    const one = workflow("one", (wf) => wf.step("s", () => 1));
    const { engine, store } = await gatedEngine({ workflows: [one] });
    const proof = { machine: "elsewhere", boot: "1", pidNamespace: "1", pid: 1, started: "1" };
    await declareDead(store);
    const other = await store.register({
      name: "other",
      build: "1",
      proof,
      startedAt: Date.now(),
      serves: { workflows: [], queues: [] },
    });
    await (await engine.start(one)).result();
    expect((await store.workers()).map(({ key }) => key)).toContain(other);
  });
});
