import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// Engine.md §7: "`replace` starts when the old one has ended with its compensations."

it.each([false, true])(
  "replace begins after the compensations of the old run (worker killed in them: %s)",
  async (killed) => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const order: string[] = [];
    let lives = 1;
    const flow = workflow(
      { name: "flow", concurrency: { limit: 1, onConflict: "replace" } },
      async (wf, name: string) => {
        wf.compensate("undo", async () => {
          const life = lives;
          order.push(`${name} is being undone`);
          await new Promise<void>((resolve) => void host.timer(60_000, resolve));
          if (life === lives) order.push(`${name} is undone`);
        });
        await wf.step("begin", () => void order.push(`${name} begins`));
        if (name === "old") await wf.receive("never");
        return name;
      },
    );
    const first = machine.process();
    let engine = await openEngine({ ...first.parts, workflows: [flow] });
    const old = await engine.start(flow, "old", { id: "old" });
    await quiet(host);
    await engine.start(flow, "new", { id: "new" });
    await passMs(host, 30_000);
    expect(order).toEqual(["old begins", "old is being undone"]);
    expect((await old.status()).status).toBe("running");
    expect(await engine.handle("new").why()).toBe('waits for a place in workflow "flow" (1 of 1 held, e.g. by old)');
    if (killed) {
      first.kill();
      lives++;
      engine = await openEngine({ ...machine.process().parts, workflows: [flow] });
      await passMs(host, 31_000);
      expect(order).toEqual(["old begins", "old is being undone", "old is being undone"]);
    }
    expect(await passTime(host, engine.handle("new").result())).toBe("new");
    expect(order.slice(-2)).toEqual(["old is undone", "new begins"]);
    await expect(engine.handle("old").result()).rejects.toMatchObject({ code: "run-cancelled" });
  },
);
