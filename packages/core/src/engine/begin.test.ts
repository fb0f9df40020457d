import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

describe("when a run begins", () => {
  it("delay and at hold it back until then, also over a restart of the engine", async () => {
    const host = virtualHost();
    const store = memory();
    const begun: [string, number][] = [];
    const note = workflow("note", (_, name: string) => void begun.push([name, host.now()]));
    const since = host.now();
    const engine = await openEngine({ store, workflows: [note], host });
    await engine.start(note, "delayed", { delay: "10 s" });
    await engine.start(note, "at", { at: new Date(since + 5_000) });
    await engine.start(note, "past", { at: new Date(since - 5_000) });
    const late = await engine.start(note, "late", { delay: "1 h" });
    expect(await late.why()).toBe("starts in 1h 00m");
    await passMs(host, 20_000);
    expect(begun.map(([name, at]) => [name, at - since])).toEqual([
      ["past", 0],
      ["at", 5_000],
      ["delayed", 10_000],
    ]);
    await passTime(host, engine.close());
    const next = await openEngine({ store, workflows: [note], host });
    await passTime(host, next.handle(late.id).result());
    expect(begun.at(-1)).toEqual(["late", since + 3_600_000]);
  });

  it("larger priorities are taken first, equal ones in the order of their start", async () => {
    const order: string[] = [];
    const store = memory();
    const note = workflow("note", (wf, name: string) => wf.step("s", () => void order.push(name)));
    const client = await openEngine({ store, worker: false });
    for (const [name, priority] of [
      ["a", 0],
      ["b", 5],
      ["c", -1],
      ["d", 5],
      ["e", 0],
    ] as const)
      await client.start(note, name, { id: name, priority });
    const engine = await openEngine({ store, workflows: [note], worker: { concurrency: 1 } });
    for (const id of ["a", "b", "c", "d", "e"]) await engine.handle(id).result();
    expect(order).toEqual(["b", "d", "a", "e", "c"]);
  });

  it("no more than `concurrency` runs execute at once; the others wait their turn", async () => {
    let now = 0;
    let most = 0;
    const busy = workflow("busy", (wf) =>
      wf.step("s", async () => {
        most = Math.max(most, ++now);
        await turns(3);
        now--;
      }),
    );
    const engine = await openEngine({ workflows: [busy], worker: { concurrency: 4 } });
    const handles = await Promise.all(Array.from({ length: 40 }, () => engine.start(busy)));
    await Promise.all(handles.map((handle) => handle.result()));
    expect([most, now]).toEqual([4, 0]);
  });

  it("only workers that serve its queue take it", async () => {
    const store = memory();
    const queued = workflow({ name: "queued", queue: "gpu" }, () => "done");
    const client = await openEngine({ store, worker: false });
    const handle = await client.start(queued);
    const cpu = await openEngine({ store, workflows: [queued], worker: { queues: ["default"] } });
    await turns(50);
    expect(await cpu.handle(handle.id).why()).toBe('no live worker serves workflow "queued" on queue "gpu"');
    await openEngine({ store, workflows: [queued] });
    expect(await handle.result({ timeout: "5 s" })).toBe("done");
  });
});
