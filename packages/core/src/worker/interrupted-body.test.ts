import { describe, expect, it } from "vitest";
import type { BodyContext } from "../operations/body-context.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// What a crash cuts off is not recorded and not counted; an at-most-once body is not executed again.

/** Executes until the body has begun, kills the process, and goes on in another. */
async function crashInBody(atMostOnce: boolean) {
  const machine = new Machine(memory());
  const seen: Pick<BodyContext, "attempt" | "key" | "fence">[] = [];
  const values: unknown[] = [];
  const one = workflow("one", async (wf) => {
    await wf.step("before", () => 1);
    return await wf.step(
      "pay",
      async (s) => {
        seen.push({ attempt: s.attempt, key: s.key, fence: s.fence });
        values.push([s.random(), s.uuid(), s.now()]);
        if (s.fence === 1) await new Promise(() => {});
        return "paid";
      },
      { atMostOnce },
    );
  });
  const first = machine.process();
  const engine = await openEngine({ ...first.parts, workflows: [one] });
  await engine.start(one, undefined, { id: "r" });
  await until("the body executes", () => seen.length === 1);
  first.kill();
  const next = await openEngine({ ...machine.process().parts, workflows: [one] });
  return { handle: next.handle("r"), seen, values };
}

describe("a body that a crash has cut off", () => {
  it("is executed again as the same attempt, with the same key and values; its fence has grown", async () => {
    const { handle, seen, values } = await crashInBody(false);
    expect(await handle.result()).toBe("paid");
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(seen[1]?.key).toBe(seen[0]?.key);
    expect(seen[1]?.fence).toBe(2);
    expect(values[1]).toEqual(values[0]);
    expect((await handle.journal()).map(({ kind, op }) => [kind, op])).toEqual([
      ["step", "before"],
      ["step", "pay"],
    ]);
  });
});

describe("an at-most-once body that a crash has cut off", () => {
  it("is not executed again: the step fails with step-interrupted, which is not retried", async () => {
    const { handle, seen } = await crashInBody(true);
    await expect(handle.result()).rejects.toMatchObject({
      cause: { code: "step-interrupted", facts: { step: "pay" } },
    });
    expect(seen).toHaveLength(1);
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["step", "step-started", "step-failed"]);
  });

  it("is executed once where nothing happens, and its failed attempts may be retried", async () => {
    const attempts: number[] = [];
    const one = workflow("one", (wf) =>
      wf.step(
        "pay",
        (s) => {
          attempts.push(s.attempt);
          if (s.attempt === 1) throw new RangeError("declined");
          return "paid";
        },
        { atMostOnce: true, retry: { initial: 1 } },
      ),
    );
    const engine = await openEngine({ workflows: [one] });
    const handle = await engine.start(one);
    expect(await handle.result()).toBe("paid");
    expect(attempts).toEqual([1, 2]);
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual([
      "step-started",
      "attempt",
      "step-started",
      "step",
    ]);
  });

  it("that has ended before the crash is answered from the journal", async () => {
    const machine = new Machine(memory());
    let executed = 0;
    const one = workflow("one", async (wf) => {
      await wf.step("pay", () => ++executed, { atMostOnce: true });
      return await wf.step("after", (s) => (s.fence === 1 ? new Promise<string>(() => {}) : "after"));
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [one] });
    const handle = await engine.start(one, undefined, { id: "r" });
    await until("the second step executes", () => handle.executing().some(({ op }) => op === "after"));
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [one] });
    expect(await next.handle("r").result()).toBe("after");
    expect(executed).toBe(1);
  });
});
