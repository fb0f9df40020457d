import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";

const flow = workflow("flow", (wf) => wf.step("a", () => 1));

describe("close, for listeners,", () => {
  it("waits for what listeners still do of what they were told", async () => {
    const [sent, done] = [Promise.withResolvers<void>(), [] as string[]];
    const engine = await openEngine({ workflows: [flow] });
    engine.on("run-finished", async ({ id }) => {
      await sent.promise;
      done.push(id);
    });
    const run = await engine.start(flow, undefined, { id: "b" });
    await run.result();
    let closed = false;
    const closing = engine.close().then(() => {
      closed = true;
    });
    await turns(20);
    expect(closed).toBe(false);
    sent.resolve();
    await closing;
    expect(done).toEqual(["b"]);
  });

  it("waits for them no longer than graceMs, and says so", async () => {
    const host = virtualHost();
    const said: string[] = [];
    const engine = await openEngine({ workflows: [flow], host, log: (text) => said.push(text) });
    engine.on("run-finished", () => new Promise(() => {}));
    await (await engine.start(flow)).result();
    const closing = engine.close({ graceMs: 700 });
    for (let ms = 0; ms < 700 && said.length === 0; ms += 100) {
      await host.settled();
      host.advance(100);
    }
    await closing;
    expect(said).toEqual(["the engine was closed before its listeners were done: they took more than 700 ms"]);
  });

  it("by a listener waits for no listener", async () => {
    const host = virtualHost();
    const closed = Promise.withResolvers<number>();
    const engine = await openEngine({ workflows: [flow], host });
    engine.on("run-finished", async () => {
      const began = host.now();
      await engine.close();
      closed.resolve(host.now() - began);
    });
    await engine.start(flow);
    expect(await closed.promise).toBeLessThan(1_000);
  });
});
