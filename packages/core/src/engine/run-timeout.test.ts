import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { RunTimedOut } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

const timedOut = { code: "run-timed-out", facts: { timeoutMs: 60_000 } };

describe("a run's timeout", () => {
  it.each<[string, Parameters<typeof workflow>[1]]>([
    ["waits", (wf) => wf.sleep("1 h")],
    [
      "executes a body",
      (wf) => wf.step("s", (s) => new Promise((resolve) => s.abortSignal.addEventListener("abort", resolve))),
    ],
    ["swallows the rejection", (wf) => wf.sleep("1 h").catch(() => "swallowed")],
    [
      "waits for a retry",
      (wf) =>
        wf.step(
          "s",
          () => {
            throw new RangeError("x");
          },
          { retry: { initial: "10 min" } },
        ),
    ],
  ])("ends one that %s, at its time", async (_, code) => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 min" }, code);
    const engine = await openEngine({ workflows: [flow], host });
    const since = host.now();
    const error = await passTime(
      host,
      engine.execute(flow).catch((thrown) => thrown),
    );
    expect(error).toBeInstanceOf(RunTimedOut);
    expect(error).toMatchObject(timedOut);
    expect(host.now() - since).toBe(60_000);
  });

  it("counts from the first claim, not from the start", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 min" }, (wf) => wf.sleep("50 s"));
    const engine = await openEngine({ workflows: [flow], host });
    await passTime(host, engine.execute(flow, undefined, { delay: "5 min" }));
  });

  it("of a start goes before the workflow's own", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 h" }, (wf) => wf.sleep("2 min"));
    const engine = await openEngine({ workflows: [flow], host });
    await expect(passTime(host, engine.execute(flow, undefined, { timeout: "1 min" }))).rejects.toMatchObject(timedOut);
  });

  it("counts the time in which no process was there, and is found at the next one", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const flow = workflow({ name: "flow", timeout: "1 min" }, async (wf) => {
      await wf.step("s", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
      await wf.step("t", () => 1);
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "r" });
    await quiet(host);
    first.kill();
    host.advance(120_000);
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    await expect(passTime(host, next.handle("r").result())).rejects.toMatchObject(timedOut);
    expect((await next.handle("r").journal()).map(({ kind }) => kind)).toEqual(["timeout"]);
  });

  it("leaves a run alone that has ended in time", async () => {
    const host = virtualHost();
    const flow = workflow({ name: "flow", timeout: "1 min" }, (wf) => wf.sleep("59 s"));
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await passTime(host, handle.result());
    await passMs(host, 60_000);
    expect((await handle.status()).status).toBe("completed");
  });
});
