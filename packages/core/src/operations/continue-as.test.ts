import { describe, expect, it } from "vitest";
import { RunHandle } from "../engine/handle.ts";
import { openInternals } from "../engine/open.ts";
import { checkOpenOptions } from "../engine/open-options.ts";
import { startRow } from "../engine/start-options.ts";
import { virtualHost } from "../host/virtual.ts";
import { memory } from "../store/memory/memory.ts";
import { aroundStore } from "../testing/around-store.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { Machine } from "../testing/mortal-process.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";
import { signal } from "./signal.ts";
import { workflow } from "./workflow.ts";

// Engine.md §3: continueAs begins the next generation of the same id: an empty journal, the new input, data carried
// over. result() follows it to its end.

describe("wf.continueAs", () => {
  it("begins the next generation with the input and an empty journal; result() follows it to its end", async () => {
    const seen: unknown[] = [];
    const flow = workflow("flow", async (wf, n: number): Promise<string> => {
      seen.push([wf.generation, n, await wf.step("s", (s) => s.key.length > 0), wf.random()]);
      if (n === 3) return "done";
      return wf.continueAs(n + 1);
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1, { id: "r", tags: ["eu"] });
    expect(await run.result()).toBe("done");
    expect(await run.status()).toMatchObject({ generation: 3, status: "completed", input: 3, tags: ["eu"] });
    expect(seen.map((line) => (line as unknown[]).slice(0, 3))).toEqual([
      [1, 1, true],
      [2, 2, true],
      [3, 3, true],
    ]);
    expect(new Set(seen.map((line) => (line as unknown[])[3])).size).toBe(3);
    expect((await run.journal()).map(({ op }) => op)).toEqual(["s"]);
    expect((await engine.list()).items.map(({ id }) => id)).toEqual(["r"]);
  });

  it("carries data, title and attributes over; on replay get gives the value of that point", async () => {
    const provider = memory();
    const machine = new Machine(provider);
    const seen: unknown[] = [];
    const flow = workflow("flow", async (wf, n: number) => {
      seen.push(wf.get("sum", 0));
      wf.set("sum", (wf.get("sum", 0) as number) + n);
      if (n === 1) {
        wf.title("a loop");
        wf.attributes({ kind: "loop" });
        wf.continueAs(2);
      }
      // The generation before was claimed once.
      await wf.step("hangs once", (s) => (s.fence === 2 ? new Promise(() => {}) : 1));
      return wf.get("sum");
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, 1, { id: "r" });
    const store = await look(provider);
    await until("the second executes", async () => (await store.find("r"))?.generation === 2 && engine.executing === 1);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await next.handle("r").result()).toBe(3);
    expect(seen).toEqual([0, 1, 1]);
    expect(await next.handle("r").status()).toMatchObject({ title: "a loop", attributes: { kind: "loop" } });
    expect(await next.handle("r").get("sum")).toBe(3);
  });

  it("user code cannot swallow it: the outcome is set at the call, and nothing after it is executed", async () => {
    const after: unknown[] = [];
    const flow = workflow("flow", async (wf, n: number) => {
      if (n === 2) return "next";
      wf.compensate("dropped", () => after.push("undone"));
      const dangling = wf.step("dangling", (s) => new Promise((end) => s.abortSignal.addEventListener("abort", end)));
      try {
        wf.continueAs(2);
      } catch (error) {
        after.push((error as { code: string }).code);
      }
      try {
        await wf.step("after", () => after.push("body"));
      } catch (error) {
        after.push((error as { code: string }).code);
      }
      await dangling;
      throw new RangeError("not heard");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1);
    expect(await run.result()).toBe("next");
    expect(after).toEqual(["run-continued", "run-ended"]);
  });

  it("a thousand generations in a loop hold no memory but that of one", async () => {
    const flow = workflow("flow", async (wf, n: number): Promise<number> => {
      await wf.step("s", () => n);
      return n === 1_000 ? n : wf.continueAs(n + 1);
    });
    let largest = 0;
    const provider = aroundStore(memory(), {
      commit: async (next, batch) => {
        largest = Math.max(largest, engine?.worker.held.active.size ?? 0);
        return await next(batch);
      },
    });
    const engine = await openInternals(checkOpenOptions({ store: provider, workflows: [flow] }));
    const row = await startRow(
      flow,
      { input: 1, options: { id: "r" } },
      { host: engine.settings.host, encode: engine.encode },
    );
    await engine.worker.requests.start(row);
    expect(await new RunHandle(engine, "r").result()).toBe(1_000);
    expect((await engine.store.find("r"))?.generation).toBe(1_000);
    expect([largest, engine.worker.held.active.size]).toEqual([1, 0]);
    await engine.close(0);
  }, 60_000);
});

describe("a request that meets it", () => {
  it("a signal that nobody has received goes to the next generation", async () => {
    const ready = signal<string>("ready");
    const flow = workflow("flow", async (wf, n: number): Promise<string> => {
      if (n === 2) return `${await wf.receive(ready)}`;
      await wf.step("wait", () => sent.promise);
      return wf.continueAs(2);
    });
    const sent = Promise.withResolvers<void>();
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1);
    await run.signal(ready, "kept");
    sent.resolve();
    expect(await run.result()).toBe("kept");
  });

  it("a cancel reaches the next generation, although it was asked of the one before", async () => {
    const flow = workflow("flow", async (wf, n: number): Promise<string> => {
      if (n === 1) return wf.continueAs(2);
      await wf.step("s", () => 1);
      return "not reached";
    });
    const { engine, gate } = await gatedEngine({ workflows: [flow] });
    gate.closeFor((batch) => batch.writes.some(({ change }) => change?.event === "continue"));
    const run = await engine.start(flow, 1);
    await gate.held();
    await run.cancel("enough");
    gate.open();
    await expect(run.result()).rejects.toMatchObject({ code: "run-cancelled", facts: { reason: "enough" } });
    expect((await run.status()).generation).toBe(2);
  });

  it("one that comes first wins: a run that is being cancelled does not continue", async () => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf, n: number): Promise<void> => {
      await wf.sleep("1 day").catch(() => wf.continueAs(n + 1));
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow, 1);
    await quiet(host);
    await run.cancel();
    await expect(passTime(host, run.result())).rejects.toMatchObject({ code: "run-cancelled" });
    expect((await run.status()).generation).toBe(1);
  });
});
