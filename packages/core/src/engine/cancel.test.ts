import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { RunCancelled } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// Invariant 14: after a cancel is recorded no body starts. Whatever the function then does, the run ends cancelled.

const cancelled = { code: "run-cancelled", message: expect.stringContaining("enough") };

describe("cancel", () => {
  it("of a run that has not begun ends it at once; its code never runs", async () => {
    let ran = false;
    const flow = workflow("flow", () => {
      ran = true;
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, undefined, { delay: "1 h" });
    await handle.cancel("enough");
    const error = await handle.result().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RunCancelled);
    expect(error).toMatchObject(cancelled);
    expect([ran, (await handle.status()).status, await handle.why()]).toEqual([
      false,
      "cancelled",
      "cancelled before it began: enough",
    ]);
  });

  it("of a run that waits rejects what it waits for", async () => {
    const caught: unknown[] = [];
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => 1);
      await wf.sleep("1 day").catch((error) => {
        caught.push(error);
        throw error;
      });
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    await handle.cancel("enough");
    await expect(handle.result()).rejects.toMatchObject(cancelled);
    expect(caught).toMatchObject([cancelled]);
    expect((await handle.journal()).map(({ kind, value }) => [kind, value])).toEqual([
      ["step", 1],
      ["cancel", "enough"],
    ]);
  });

  it("tells the body that executes, and the code's abortSignal", async () => {
    const told: unknown[] = [];
    const flow = workflow("flow", async (wf) => {
      wf.abortSignal.addEventListener("abort", () => told.push("code"));
      await wf.step("s", async (s) => {
        await new Promise((resolve) => s.abortSignal.addEventListener("abort", resolve));
        told.push((s.abortSignal.reason as RunCancelled).code);
        return "not taken";
      });
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it executes", () => engine.executing === 1);
    await handle.cancel("enough");
    await expect(handle.result()).rejects.toMatchObject(cancelled);
    expect(told.toSorted()).toEqual(["code", "run-cancelled"]);
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["cancel", "step"]);
  });

  it("waits 10 s for a body that does not stop, and no longer", async () => {
    const host = virtualHost();
    let release: () => void = () => {};
    const flow = workflow("flow", (wf) => wf.step("deaf", () => new Promise<void>((resolve) => (release = resolve))));
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await quiet(host);
    const since = host.now();
    await handle.cancel("enough");
    await passMs(host, 9_000);
    expect((await handle.status()).status).toBe("running");
    expect(await handle.why()).toBe("is being cancelled");
    await expect(passTime(host, handle.result())).rejects.toMatchObject(cancelled);
    expect(host.now() - since).toBeGreaterThanOrEqual(10_000);
    expect(host.now() - since).toBeLessThan(12_000);
    release();
    await quiet(host);
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["cancel"]);
  });

  it("stands against code that swallows it: each later operation rejects, nothing executes", async () => {
    const bodies: string[] = [];
    const rejections: string[] = [];
    const flow = workflow("flow", async (wf) => {
      await wf.sleep("1 day").catch(() => rejections.push("sleep"));
      for (const name of ["a", "b"])
        await wf.step(name, () => void bodies.push(name)).catch((error) => rejections.push(error.code));
      await wf.map([1, 2], (n) => wf.step("m", () => n), { maxFailures: 9 });
      return "swallowed";
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    await handle.cancel("enough");
    await expect(handle.result()).rejects.toMatchObject(cancelled);
    expect([bodies, rejections]).toEqual([[], ["sleep", "run-cancelled", "run-cancelled"]]);
  });

  it("stands after a crash", async () => {
    const machine = new Machine(memory());
    const flow = workflow("flow", async (wf) => {
      await wf.step("hangs", () => new Promise(() => {})).catch(() => {});
      await wf.step("after", () => 1);
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "r" });
    await until("it executes", () => engine.executing === 1);
    const client = await openEngine({ ...machine.process().parts, worker: false });
    first.kill();
    await client.handle("r").cancel("enough");
    expect((await client.handle("r").status()).cancelRequestedAt).toBeInstanceOf(Date);
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    await expect(next.handle("r").result()).rejects.toMatchObject(cancelled);
    expect((await next.handle("r").journal()).map(({ kind }) => kind)).toEqual(["cancel"]);
  });

  it("from another process reaches a body within a second", async () => {
    const store = memory();
    const flow = workflow("flow", (wf) =>
      wf.step("s", (s) => new Promise((resolve) => s.abortSignal.addEventListener("abort", resolve))),
    );
    const engine = await openEngine({ store, workflows: [flow] });
    const handle = await engine.start(flow);
    const client = await openEngine({ store, worker: false });
    await until("it executes", () => engine.executing === 1);
    await client.handle(handle.id).cancel("enough");
    await expect(client.handle(handle.id).result({ timeout: "1 s" })).rejects.toMatchObject(cancelled);
  });

  it("asked twice keeps the first reason; of a finished run it changes nothing", async () => {
    const flow = workflow("flow", (wf) => wf.sleep("1 day"));
    const quick = workflow("quick", () => "done");
    const engine = await openEngine({ workflows: [flow, quick] });
    const handle = await engine.start(flow);
    await Promise.all([handle.cancel("enough"), handle.cancel("again")]);
    await expect(handle.result()).rejects.toMatchObject(cancelled);
    const done = await engine.start(quick);
    await done.result();
    await done.cancel("late");
    expect([await done.result(), (await done.status()).status]).toEqual(["done", "completed"]);
    await expect(engine.handle("nobody").cancel()).rejects.toMatchObject({ code: "unknown-run" });
  });

  it("a listener that throws belongs to its run, and the process lives", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.abortSignal.addEventListener("abort", () => {
        throw new RangeError("in the listener");
      });
      await wf.sleep("1 day");
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    await handle.cancel("enough");
    await expect(handle.result()).rejects.toMatchObject(cancelled);
    await turns();
    await until("the run's log tells", async () =>
      (await handle.logs()).some(({ text }) => text.includes("in the listener")),
    );
  });
});

it("keeps what a body gives that ends within the grace: a retry does not do it again", async () => {
  const release = Promise.withResolvers<void>();
  let charged = 0;
  const flow = workflow("flow", (wf) =>
    wf.step("charge", async () => {
      await release.promise;
      return ++charged;
    }),
  );
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow);
  await until("it executes", () => engine.executing === 1);
  await handle.cancel();
  release.resolve();
  await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
  await handle.retry();
  expect(await handle.result()).toBe(1);
  expect(charged).toBe(1);
});
