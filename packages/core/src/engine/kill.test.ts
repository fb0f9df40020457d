import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

describe("kill", () => {
  it("invariant 14: ends a run at once, and no code of it runs any more", async () => {
    const ran: string[] = [];
    const release = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      try {
        await wf.step("s", () => release.promise);
        ran.push("after");
      } catch {
        ran.push("catch");
      } finally {
        ran.push("finally");
        await wf.step("clean up", () => void ran.push("clean up"));
      }
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await until("it executes", () => engine.executing === 1);
    await handle.kill("now");
    expect(await handle.status()).toMatchObject({ status: "cancelled", why: "killed: now" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
    release.resolve();
    await turns(50);
    expect([ran, await handle.journal(), engine.executing]).toEqual([[], [], 0]);
  });

  it.each<[string, (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<string>]>([
    ["pending", async (engine) => (await engine.start("flow", undefined, { delay: "1 h" })).id],
    [
      "waiting",
      async (engine) => {
        const handle = await engine.start("flow");
        await until("it waits", async () => (await handle.status()).status === "waiting");
        return handle.id;
      },
    ],
    [
      "paused",
      async (engine) => {
        const handle = await engine.start("flow", undefined, { delay: "1 h" });
        await handle.pause();
        return handle.id;
      },
    ],
  ])("ends one that is %s", async (status, begin) => {
    const flow = workflow("flow", (wf) => wf.sleep("1 day"));
    const engine = await openEngine({ workflows: [flow] });
    const handle = engine.handle(await begin(engine));
    expect((await handle.status()).status).toBe(status);
    await handle.kill();
    expect((await handle.status()).status).toBe("cancelled");
    await handle.resume();
    await turns(30);
    expect((await handle.status()).status).toBe("cancelled");
  });
});
