import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// Who waits until nothing of a run or a queue executes must not wait for a worker that is gone.

const hangs = workflow("hangs", (wf) => wf.step("s", () => new Promise(() => {})));
const waits = [
  ["pause", (engine: Awaited<ReturnType<typeof openEngine>>) => engine.handle("r").pause(), "paused"],
  ["drain", (engine: Awaited<ReturnType<typeof openEngine>>) => engine.queues.drain("default"), "pending"],
] as const;

describe.each(waits)("%s by a process that executes nothing", (_, wait, expected) => {
  it.each([
    [true, "when its death can be proved", 1_500],
    [false, "when it was silent for more than a lease", 33_000],
  ])("ends where the worker is dead (%s: %s)", async (provable, _how, withinMs) => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const [mortal, watcher] = [machine.process(), machine.process()];
    const engine = await openEngine({ ...mortal.parts, workflows: [hangs] });
    await engine.start(hangs, undefined, { id: "r" });
    await quiet(host);
    const seeing = provable ? watcher.parts.host : { ...watcher.parts.host, isProvablyDead: () => false };
    const client = await openEngine({ ...watcher.parts, host: seeing, worker: false });
    let over = false;
    const waiting = wait(client).then(() => {
      over = true;
    });
    await passMs(host, 40_000);
    expect(over, "while it lives").toBe(false);
    mortal.kill();
    await passMs(host, withinMs);
    expect(over).toBe(true);
    await passTime(host, waiting);
    expect((await client.handle("r").status()).status).toBe(expected);
  });
});
