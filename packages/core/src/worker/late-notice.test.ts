import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// What a run waits for is not slept over, however late its worker hears of it (invariant 26).

describe("the end of a child that is heard late, after a message that came later", () => {
  it("wakes its parent", async () => {
    let late: PromiseWithResolvers<void> | undefined;
    const around: Around = {
      notices: async (next, worker) => {
        await late?.promise;
        return await next(worker);
      },
    };
    const child = workflow("child", (wf) => wf.receive("never"));
    const parent = workflow("parent", async (wf) => {
      const ended = wf.call(child, undefined).catch(() => "ended");
      await wf.step("s", () => body.promise);
      await wf.receive("go");
      return await ended;
    });
    const body = Promise.withResolvers<void>();
    const engine = await openEngine({ store: aroundStore(memory(), around), workflows: [parent, child] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await until("the child waits", async () => {
      const [row] = (await engine.list({ parent: "p" })).items;
      return row?.status === "waiting" && engine.executing === 1;
    });
    late = Promise.withResolvers();
    void engine.handle("p~child").kill();
    await turns();
    await handle.signal("go");
    body.resolve();
    await until("the parent executes nothing", async () => (await handle.status()).status !== "running");
    late.resolve();
    expect(await handle.result({ timeout: "5 s" })).toBe("ended");
  });
});
