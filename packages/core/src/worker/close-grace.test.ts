import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";

// Closing waits for bodies, and for nothing else.

describe("an engine that is closed while its last run is taken from it", () => {
  it("waits no longer than its body takes", async () => {
    const host = virtualHost();
    const body = Promise.withResolvers<void>();
    const flow = workflow("flow", (wf) => wf.step("s", () => body.promise));
    const provider = memory();
    const engine = await openEngine({ store: provider, host, workflows: [flow] });
    const client = await openEngine({ store: provider, host, worker: false });
    const handle = await engine.start(flow);
    await until("the body executes", async () => {
      await quiet(host);
      return engine.executing === 1;
    });
    const closing = engine.close({ graceMs: 3_600_000 });
    await client.handle(handle.id).kill();
    const before = host.monotonic();
    body.resolve();
    await turns();
    await passTime(host, closing);
    expect(host.monotonic() - before).toBeLessThan(1_000);
  });

  it("because it was declared dead, waits no longer", async () => {
    const host = virtualHost();
    const flow = workflow("flow", (wf) => wf.step("s", () => new Promise<void>(() => {})));
    const provider = memory();
    const engine = await openEngine({ store: provider, host, workflows: [flow] });
    const store = await provider.open({ host, namespace: "default" });
    await engine.start(flow);
    await until("the body executes", async () => {
      await quiet(host);
      return engine.executing === 1;
    });
    const closing = engine.close({ graceMs: 3_600_000 });
    const before = host.monotonic();
    await store.reap(
      (await store.workers()).map(({ key }) => ({ key })),
      host.now(),
    );
    await passTime(host, closing);
    expect(host.monotonic() - before).toBeLessThan(60_000);
    await store.close();
  });
});
