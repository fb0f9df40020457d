import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

describe("timeout: default, or undefined", () => {
  const flow = workflow("flow", async (wf) => [
    await wf.ask({ title: "a", timeout: "1 h", default: "none" }),
    await wf.ask({ title: "b", timeout: "1 h" }),
  ]);

  it("when the time is over the item is gone", async () => {
    const host = virtualHost();
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await passMs(host, 3_600_001);
    expect((await engine.approvals()).items.map(({ title }) => title)).toEqual(["b"]);
    await expect(run.answer("ask")).rejects.toMatchObject({ code: "ask-answered", facts: { how: "its time is over" } });
    expect(await passTime(host, run.result())).toEqual(["none", undefined]);
    expect((await engine.approvals()).items).toEqual([]);
  });

  it.each([
    ["an answer that came after the deadline loses, even if all workers were down", 3_600_001],
    ["at a tie the timer goes first", 3_600_000],
    ["one that came before it wins", 3_599_999],
  ])("%s", async (_, afterMs) => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "r" });
    await quiet(host);
    first.kill();
    host.advance(afterMs);
    const client = await openEngine({ ...machine.process().parts, worker: false });
    const answered = client.handle("r").answer("ask", "yes");
    if (afterMs < 3_600_000) await answered;
    else await expect(answered).rejects.toMatchObject({ code: "ask-answered", facts: { how: "its time is over" } });
    host.advance(86_400_000);
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    const won = afterMs < 3_600_000 ? "yes" : "none";
    expect(await passTime(host, next.handle("r").result())).toEqual([won, undefined]);
    expect((await next.approvals()).items).toEqual([]);
  });
});

describe("the item is removed when the run does not wait for it any more", () => {
  it("given up as the loser of a race", async () => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf) => {
      await wf.race({ ask: wf.ask({ title: "x" }), sleep: wf.sleep("2 s") });
      await wf.receive("end");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await passMs(host, 1_000);
    expect((await engine.approvals()).items).toHaveLength(1);
    await passMs(host, 2_000);
    expect((await engine.approvals()).items).toEqual([]);
    await expect(run.answer("ask")).rejects.toMatchObject({ code: "ask-answered" });
  });

  it.each(["complete", "cancel", "kill", "fail"] as const)("when the run ends: %s", async (how) => {
    const flow = workflow("flow", async (wf) => {
      const asked = wf.ask({ title: "x" });
      const end = await wf.receive("end");
      if (end === "fail") throw new RangeError("no");
      if (end !== "complete") await asked;
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    if (how === "cancel") await run.cancel();
    else if (how === "kill") await run.kill();
    else await run.signal("end", how);
    await run.result().catch(() => {});
    expect((await engine.approvals()).items).toEqual([]);
    if (how === "complete") return;
    await run.retry();
    if (how === "fail") return;
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
  });
});

describe("a retry", () => {
  it("reuses what people, callbacks and signals have said after the failing step", async () => {
    let broken = true;
    const flow = workflow("flow", async (wf) => {
      const { token, promise } = wf.callback();
      wf.set("token", token);
      const work = wf.step(
        "work",
        () => {
          if (broken) throw new RangeError("no");
        },
        { retry: false },
      );
      work.catch(() => {});
      const said = [await wf.ask({ title: "Ship?" }), await wf.receive("go"), await promise];
      await work;
      return said;
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    await expect.poll(async () => (await run.journal()).map(({ kind }) => kind)).toContain("step-failed");
    await run.answer("ask", "yes");
    await run.signal("go", 2);
    await engine.completeCallback(String(await run.get("token")), 3);
    await expect(run.result()).rejects.toMatchObject({ code: "run-failed" });
    broken = false;
    await run.retry();
    expect(await engine.handle("r").result()).toEqual(["yes", 2, 3]);
  });
});

describe("a run that pauses as soon as another worker has taken it", () => {
  it("does not ask anew what was answered before", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const flow = workflow("flow", async (wf) => {
      await wf.ask({ title: "Ship?", name: "ship" });
      await wf.step("work", () => new Promise(() => {}));
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const client = await openEngine({ ...machine.process().parts, worker: false });
    await engine.start(flow, undefined, { id: "r" });
    await quiet(host);
    await client.handle("r").answer("ship", "yes");
    await passMs(host, 1_000);
    const paused = client.handle("r").pause();
    await quiet(host);
    first.kill();
    await openEngine({ ...machine.process().parts, workflows: [flow] });
    await passTime(host, paused);
    expect((await client.approvals()).items).toEqual([]);
    const again = client.handle("r").answer("ship", "no");
    await expect(again).rejects.toMatchObject({ code: "ask-answered" });
  });
});
