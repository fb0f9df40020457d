import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { CommitGate, changes } from "../testing/commit-gate.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passMs, quiet } from "../testing/virtual-time.ts";

describe("pause", () => {
  it("resolves when no body of the run executes; what was in flight is recorded, and nothing new begins", async () => {
    const bodies: string[] = [];
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      await Promise.all([
        wf.step("slow", async () => {
          await release.promise;
          bodies.push("slow ends");
        }),
        wf.step("quick", () => void bodies.push("quick")).then(() => wf.step("next", () => turns(3))),
      ]);
      await wf.step("last", () => void bodies.push("last"));
      return "done";
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("both execute", async () => (await handle.journal()).length === 2);
    let paused = false;
    const pausing = handle.pause().then(() => (paused = true));
    await turns(30);
    expect([paused, engine.executing]).toEqual([false, 1]);
    release.resolve();
    await pausing;
    expect(engine.executing).toBe(0);
    expect((await handle.status()).status).toBe("paused");
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["quick", "next", "slow"]);
    await turns(30);
    expect(bodies).toEqual(["quick", "slow ends"]);
    await expect(handle.result({ rejectOn: ["paused"] })).rejects.toMatchObject({ code: "run-paused" });
    await handle.resume();
    expect(await handle.result()).toBe("done");
    expect(bodies).toEqual(["quick", "slow ends", "last"]);
  });

  it("of a run that waits or has not begun holds at once; a timer that falls due meanwhile is kept", async () => {
    const host = virtualHost();
    const flow = workflow("flow", (wf) => wf.sleep("1 min"));
    const engine = await openEngine({ workflows: [flow], host });
    const waiting = await engine.start(flow);
    const later = await engine.start(flow, undefined, { delay: "1 min" });
    await quiet(host);
    await Promise.all([waiting.pause(), later.pause()]);
    await passMs(host, 600_000);
    expect([(await waiting.status()).status, (await later.status()).status]).toEqual(["paused", "paused"]);
    await Promise.all([waiting.resume(), later.resume()]);
    await passMs(host, 1_000);
    expect((await waiting.status()).status).toBe("completed");
    // The other one only begins now.
    expect((await later.status()).status).toBe("waiting");
    expect((await waiting.journal())[0]?.at).toEqual(new Date(host.now() - 601_000 + 60_000));
    await passMs(host, 60_000);
    expect((await later.status()).status).toBe("completed");
  });

  it("is resumed before it has come about", async () => {
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      await wf.step("s", () => release.promise);
      return await wf.step("t", () => "done");
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it executes", () => engine.executing === 1);
    const pausing = handle.pause();
    await turns();
    await handle.resume();
    await pausing;
    release.resolve();
    expect(await handle.result()).toBe("done");
  });

  it("that was asked for before a crash stands after it", async () => {
    const machine = new Machine(memory());
    const begun: number[] = [];
    const flow = workflow("flow", (wf) =>
      wf.step("s", (s) => {
        begun.push(s.fence);
        return s.fence === 1 ? new Promise(() => {}) : "done";
      }),
    );
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await until("it executes", () => begun.length === 1);
    void handle.pause().catch(() => {});
    await turns();
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    await until("it is paused", async () => (await next.handle("r").status()).status === "paused");
    expect(begun).toEqual([1]);
    await next.handle("r").resume();
    expect(await next.handle("r").result()).toBe("done");
  });

  it("a cancel while it is paused is kept until it goes on", async () => {
    const flow = workflow("flow", (wf) => wf.sleep("1 h"));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    await handle.pause();
    await handle.cancel("enough");
    expect((await handle.status()).status).toBe("paused");
    await handle.resume();
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
  });

  it("paused time is not part of the run's timeout", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "10 min" }, async (wf) => {
      await wf.sleep("4 min");
      await wf.sleep("4 min");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await passMs(host, 120_000);
    await handle.pause();
    await passMs(host, 3_600_000);
    await handle.resume();
    await passMs(host, 300_000);
    expect((await handle.status()).status).toBe("completed");
  });

  it("of a run that goes on as its next generation meanwhile resolves when that has paused", async () => {
    const gate = new CommitGate();
    const late = Promise.withResolvers<void>();
    const get: Around["get"] = async (next, run) => {
      await late.promise;
      return await next(run);
    };
    const flow = workflow("flow", async (wf, left: number) => {
      await wf.step("s", () => turns(1));
      if (left > 0) wf.continueAs(left - 1);
    });
    const engine = await openEngine({ store: aroundStore(memory(), { ...gate.around, get }), workflows: [flow] });
    gate.closeFor(changes("continue"));
    const handle = await engine.start(flow, 1, { id: "r" });
    await gate.held();
    const pausing = handle.pause();
    await turns();
    gate.open();
    gate.closeFor(changes("pause"));
    await until("the next one executes", async () => (await handle.status()).status === "running");
    await gate.held();
    late.resolve();
    await turns();
    gate.open();
    await pausing;
    expect((await handle.status()).status).toBe("paused");
  });
});
