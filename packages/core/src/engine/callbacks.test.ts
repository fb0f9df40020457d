import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { callbackToken } from "../model/callback-token.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";
import type { Stepwell } from "./engine.ts";

const number = {
  "~standard": {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) =>
      typeof value === "number" ? { value } : { issues: [{ message: "must be a number" }] },
  },
};
const pay = workflow("pay", async (wf) => {
  const { token, promise } = wf.callback<number>({ schema: number, name: "paid" });
  wf.set("token", token);
  return await promise;
});

async function tokenOf(engine: Stepwell, id: string): Promise<string> {
  await expect.poll(() => engine.handle(id).get("token")).toBeTypeOf("string");
  return String(await engine.handle(id).get("token"));
}

const used = { code: "callback-used" };

describe("wf.callback → { token, promise }: single use, signed", () => {
  it("is completed from any process, once", async () => {
    const store = memory();
    const engine = await openEngine({ store, workflows: [pay] });
    const client = await openEngine({ store, worker: false });
    const run = await engine.start(pay, undefined, { id: "r" });
    const token = await tokenOf(client, "r");
    const told = await Promise.allSettled([client.completeCallback(token, 7), client.completeCallback(token, 8)]);
    expect(told).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: used }]);
    expect(await run.result()).toBe(7);
    const journal = (await run.journal()).map(({ kind, op }) => [kind, op]);
    expect(journal).toContainEqual(["token", "callback~paid"]);
    expect(journal.at(-1)).toEqual(["callback", "callback~paid"]);
    await expect(client.completeCallback(token, 9)).rejects.toMatchObject({ code: "run-finished" });
    expect((await client.approvals()).items).toEqual([]);
  });

  it("a value that fails the schema is recorded, and the token stays good", async () => {
    const engine = await openEngine({ workflows: [pay] });
    const run = await engine.start(pay, undefined, { id: "r" });
    const token = await tokenOf(engine, "r");
    await engine.completeCallback(token, "seven");
    await expect.poll(async () => (await run.journal()).at(-1)?.kind).toBe("refused");
    await engine.completeCallback(token, 7);
    expect(await run.result()).toBe(7);
  });

  it("after it was used, and after its time, it is used, while the run goes on", async () => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf) => {
      const { token, promise } = wf.callback({ timeout: "1 h" });
      wf.set("token", token);
      const value = await promise;
      wf.set("token", wf.callback({ timeout: "1 min" }).token);
      await wf.sleep("1 h");
      return value;
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow, undefined, { id: "r" });
    await passMs(host, 1_000);
    const first = String(await run.get("token"));
    await engine.completeCallback(first);
    await passMs(host, 100_000);
    await expect(engine.completeCallback(first, 1)).rejects.toMatchObject(used);
    const second = String(await run.get("token"));
    expect(second).not.toBe(first);
    await expect(engine.completeCallback(second, 1)).rejects.toMatchObject(used);
    expect(await passTime(host, run.result())).toBeNull();
  });

  it.each([
    ["a value that came after the deadline loses, even if all workers were down", 3_600_001],
    ["one that came before it wins", 3_599_999],
  ])("%s", async (_, afterMs) => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf) => {
      const { token, promise } = wf.callback({ timeout: "1 h" });
      wf.set("token", token);
      return (await promise) ?? "too late";
    });
    const machine = new Machine(memory(), host);
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await quiet(host);
    const token = String(await run.get("token"));
    first.kill();
    host.advance(afterMs);
    const client = await openEngine({ ...machine.process().parts, worker: false });
    const completed = client.completeCallback(token, "in time");
    if (afterMs < 3_600_000) await completed;
    else await expect(completed).rejects.toMatchObject(used);
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    host.advance(86_400_000);
    expect(await passTime(host, next.handle("r").result())).toBe(afterMs < 3_600_000 ? "in time" : "too late");
  });

  it("of a paused run it is taken, and seen when it goes on", async () => {
    const engine = await openEngine({ workflows: [pay] });
    const run = await engine.start(pay, undefined, { id: "r" });
    const token = await tokenOf(engine, "r");
    await run.pause();
    await engine.completeCallback(token, 7);
    await run.resume();
    expect(await run.result()).toBe(7);
  });
});

describe("a retry keeps the seed, so tokens stay valid", () => {
  it("before and after it is taken up again; one from the start has others", async () => {
    let broken = true;
    const flow = workflow("flow", async (wf) => {
      const { token, promise } = wf.callback();
      await wf.step("hand out", (s) => s.set("token", token));
      await wf.step(
        "next",
        () => {
          if (broken) throw new RangeError("no");
        },
        { retry: false },
      );
      return await promise;
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await run.result().catch(() => {});
    const token = await tokenOf(engine, "r");
    await expect(engine.completeCallback(token, 1)).rejects.toMatchObject({ code: "run-finished" });
    broken = false;
    await run.retry();
    await engine.completeCallback(token, 2);
    expect(await engine.handle("r").result()).toBe(2);
  });

  it("from the start: another seed, other tokens", async () => {
    const flow = workflow("flow", async (wf, fails: boolean) => {
      const { token, promise } = wf.callback();
      wf.set("token", token);
      await promise;
      if (fails) throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, true, { id: "r" });
    const token = await tokenOf(engine, "r");
    await run.cancel();
    await run.result().catch(() => {});
    await run.retry({ from: "start" });
    await expect(engine.completeCallback(token)).rejects.toMatchObject({ code: "wrong-token" });
  });
});

describe("wrong-token", () => {
  it("for what is malformed, forged, or of another namespace", async () => {
    const engine = await openEngine({ workflows: [pay] });
    await engine.start(pay, undefined, { id: "r" });
    const token = await tokenOf(engine, "r");
    const place = { namespace: "default", run: "r", op: "callback~paid" };
    const forged = [
      "",
      "x",
      `${token}=`,
      token.slice(0, -1),
      `${token.slice(0, 5)}${token[5] === "A" ? "B" : "A"}${token.slice(6)}`,
      callbackToken(place, "0".repeat(32)),
      callbackToken({ ...place, run: "nobody" }, "0".repeat(32)),
      callbackToken({ ...place, namespace: "other" }, "0".repeat(32)),
      Buffer.from("[]".padStart(40)).toString("base64url"),
      1 as never,
    ];
    for (const wrong of forged)
      await expect(engine.completeCallback(wrong, 1), wrong).rejects.toMatchObject({ code: "wrong-token" });
    await engine.completeCallback(token, 1);
  });
});
