import { describe, expect, it } from "vitest";
import type { BodyContext } from "../operations/body-context.ts";
import { task } from "../operations/task.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Invariant 12: random, uuid and now are equal on replay and on every attempt; uuid never repeats between runs.

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const drawn = (s: Pick<BodyContext, "random" | "uuid" | "now">) => [
  s.random(),
  s.random(),
  s.uuid(),
  s.uuid(),
  s.now().getTime(),
  s.now().getTime(),
];

describe("random, uuid and now of workflow code", () => {
  it("are equal on replay after a crash, in every scope, also through guarded calls", async () => {
    const machine = new Machine(memory());
    const seen: unknown[][] = [];
    let begun = 0;
    const flow = workflow("flow", async (wf) => {
      const mine: unknown[] = [
        drawn(wf),
        Date.now(),
        Math.random(),
        crypto.randomUUID(),
        Date.parse(new Date().toISOString()),
      ];
      mine.push(await wf.map([1, 2], async () => drawn(wf)));
      await wf.step("a", () => 1);
      mine.push(drawn(wf), await wf.scope("inner", () => drawn(wf)));
      await wf.sleep(2);
      mine.push(drawn(wf));
      seen.push(mine);
      // Once this begins, the end of the sleep is on disk.
      await wf.step("hangs", (s) => {
        begun++;
        return s.fence < 3 ? new Promise(() => {}) : undefined;
      });
    });
    for (const life of [1, 2, 3]) {
      const process = machine.process();
      const engine = await openEngine({ ...process.parts, workflows: [flow] });
      if (life === 1) await engine.start(flow, undefined, { id: "r" });
      if (life === 3) await engine.handle("r").result();
      await until("it came so far again", () => begun === life);
      process.kill();
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    const [values] = seen as [unknown[]];
    const flat = values.flat(3);
    expect(new Set(flat).size).toBe(flat.length);
    expect(values[3]).toMatch(uuidForm);
  });

  it("now follows the journal and each reading is later", async () => {
    const flow = workflow("flow", async (wf) => {
      const before = [wf.now(), wf.now()];
      await wf.sleep(30);
      return [...before, wf.now()].map((date) => date.getTime());
    });
    const engine = await openEngine({ workflows: [flow] });
    const started = Date.now();
    const [first = 0, second = 0, third = 0] = await engine.execute(flow);
    expect(second).toBe(first + 1);
    expect(third).toBeGreaterThanOrEqual(second + 29);
    expect(Math.abs(first - started)).toBeLessThan(5_000);
  });

  it("are another run's own", async () => {
    const flow = workflow("flow", (wf) => [wf.random(), wf.uuid(), Math.random(), crypto.randomUUID()]);
    const engine = await openEngine({ workflows: [flow] });
    const values = (await Promise.all(Array.from({ length: 50 }, () => engine.execute(flow)))).flat();
    expect(new Set(values).size).toBe(200);
    // A restart is another piece of work under the same id.
    const once = await engine.execute(flow, undefined, { id: "same" });
    const again = await engine.execute(flow, undefined, { id: "same", onExisting: "restart" });
    expect(again).not.toEqual(once);
  });
});

describe("random, uuid, now and key of a body", () => {
  it("are equal at every attempt, and another step's own", async () => {
    const seen: Record<string, unknown[]> = { a: [], b: [] };
    const noting = (s: BodyContext, name: "a" | "b") => {
      seen[name]?.push([...drawn(s), s.key]);
      if (s.attempt < 3) throw new RangeError("again");
    };
    const body = task("task", (name: "a" | "b", t) => noting(t, name));
    const flow = workflow("flow", async (wf) => {
      const options = { retry: { initial: 1 } };
      await wf.step("a", (s) => noting(s, "a"), options);
      await wf.run(body, "b", options);
    });
    const engine = await openEngine({ workflows: [flow] });
    await engine.execute(flow);
    const { a = [], b = [] } = seen;
    expect(a).toHaveLength(3);
    expect([a[1], a[2], b[1], b[2]]).toEqual([a[0], a[0], b[0], b[0]]);
    const [first, second] = [a[0], b[0]] as [unknown[], unknown[]];
    for (const at of [0, 2, 6]) expect(first[at]).not.toBe(second[at]);
  });

  it("are stable on a retry of the run, another's after a restart", async () => {
    const keys: string[] = [];
    const flow = workflow("flow", (wf) =>
      wf.step(
        "pay",
        (s) => {
          keys.push(`${s.key} ${s.uuid()}`);
          if (keys.length === 1) throw new RangeError("once");
        },
        { retry: false },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await handle.result().catch(() => {});
    await handle.retry();
    await handle.result();
    await engine.execute(flow, undefined, { id: "r", onExisting: "restart" });
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("a task called outside of any run gets values of its own", async () => {
    const free = task("free", (_: null, t) => [t.uuid(), t.key, t.attempt] as const);
    const [one, other] = [await free(null), await free(null)];
    expect(one[0]).toMatch(uuidForm);
    expect([other[0] === one[0], other[1] === one[1], one[2]]).toEqual([false, false, 1]);
  });
});

describe("a retry of the run", () => {
  it("sees what it saw: random, uuid and now of the part that is kept", async () => {
    const seen: unknown[][] = [];
    let fails = true;
    const flow = workflow("flow", async (wf) => {
      const mine: unknown[] = drawn(wf);
      await wf.step("a", () => 1);
      seen.push([...mine, ...drawn(wf)]);
      await wf.step(
        "b",
        () => {
          if (fails) throw new RangeError("once");
        },
        { retry: false },
      );
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    fails = false;
    await handle.retry();
    await handle.result();
    expect(seen[1]).toEqual(seen[0]);
  });
});
