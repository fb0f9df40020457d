import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

const approved = signal<{ by: string }>("approved");
describe("receive with a timeout gives undefined", () => {
  it("when the time is over, and the run may go on", async () => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf) => [
      await wf.receive("a", { timeout: "2 h" }),
      await wf.receive("a", { timeout: "1 h" }),
    ]);
    const engine = await openEngine({ workflows: [flow], host });
    const handle = await engine.start(flow);
    await passMs(host, 2 * 3_600_000 + 1_000);
    expect((await handle.status()).why).toMatch(/^waits for signal "a#2", in /);
    await handle.signal("a", 1);
    expect(await passTime(host, handle.result())).toEqual([undefined, 1]);
  });
});

describe("effective time orders what a parked run wakes to", () => {
  const flow = workflow("flow", async (wf) => {
    const answer = await wf.receive(approved, { timeout: "1 h" });
    return answer === undefined ? "too late" : answer.by;
  });

  it.each([
    ["an approval that came after the deadline loses, even if all workers were down", 3_600_001, "too late"],
    ["one that came before it wins", 3_500_000, "ann"],
    ["at a tie the timer goes first", 3_600_000, "too late"],
  ])("%s", async (_, afterMs, expected) => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "r" });
    await quiet(host);
    first.kill();
    host.advance(afterMs);
    const client = await openEngine({ ...machine.process().parts, worker: false });
    await client.handle("r").signal(approved, { by: "ann" });
    host.advance(86_400_000);
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await passTime(host, next.handle("r").result())).toBe(expected);
  });

  it("each event is told before the next one is chosen: what the code asks for then may be older", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const chain = workflow("chain", async (wf) => {
      await wf.sleep("1 h");
      const [first] = await Promise.all([wf.receive("a", { timeout: "1 h" }), wf.sleep("30 min")]);
      return [first, wf.now().getTime()];
    });
    const begun = host.now();
    const first = machine.process();
    await (await openEngine({ ...first.parts, workflows: [chain] })).start(chain, undefined, { id: "r" });
    await quiet(host);
    first.kill();
    host.advance(5_000_000);
    const client = await openEngine({ ...machine.process().parts, worker: false });
    await client.handle("r").signal("a", 1);
    host.advance(86_400_000);
    const next = await openEngine({ ...machine.process().parts, workflows: [chain] });
    expect(await passTime(host, next.handle("r").result())).toEqual([1, begun + 3_600_000 + 1_800_000]);
  });
});

describe("wf.race cancels the losers", () => {
  it("a losing receive leaves the line, a plain Promise.race leaves it there", async () => {
    const host = virtualHost();
    const flow = workflow("flow", async (wf) => {
      await wf.race({ a: wf.receive("a"), b: wf.sleep("2 s") });
      return await wf.receive("a");
    });
    const plain = workflow("plain", async (wf) => {
      const losing = wf.receive("a");
      await Promise.race([losing, wf.sleep("2 s")]);
      return [await wf.receive("a"), await losing];
    });
    const engine = await openEngine({ workflows: [flow, plain], host });
    const [one, two] = [await engine.start(flow), await engine.start(plain)];
    await passMs(host, 3_000);
    await one.signal("a", 1);
    await two.signal("a", 1);
    await two.signal("a", 2);
    expect(await passTime(host, one.result())).toBe(1);
    expect(await passTime(host, two.result())).toEqual([2, 1]);
  });
});
