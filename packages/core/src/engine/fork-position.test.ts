import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Where a fork begins, and where it cannot.

async function rejection(promise: Promise<unknown>): Promise<{ message: string; hint: string }> {
  return await promise.then(
    () => expect.unreachable("it was not refused"),
    (error) => error,
  );
}

describe("where a fork begins by itself", () => {
  it("of a failed run before the step that failed", async () => {
    const executed: string[] = [];
    let fails = true;
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => void executed.push("a"));
      await wf.step(
        "b",
        () => {
          executed.push("b");
          if (fails) throw new RangeError("no");
        },
        { retry: { maxAttempts: 2, initial: 0 } },
      );
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await expect(run.result()).rejects.toThrow();
    fails = false;
    await (await run.fork()).result();
    expect(executed).toEqual(["a", "b", "b", "b"]);
    expect((await run.status()).status).toBe("failed");
  });

  it("of a cancelled run before the cancellation; with another input at the start", async () => {
    const flow = workflow("flow", async (wf, n: number) => {
      const first = await wf.step("first", () => n);
      return [first, n, await wf.receive("go")];
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1, { id: "r" });
    await until("it waits", async () => (await run.status()).status === "waiting");
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: "run-cancelled" });
    const [fork, other, kept] = [
      await run.fork(),
      await run.fork({ input: 2 }),
      await run.fork({ input: 2, at: "receive~go" }).catch(() => run.fork({ input: 2, at: 1 })),
    ];
    for (const handle of [fork, other, kept]) await handle.signal("go", true);
    expect(await Promise.all([fork, other, kept].map((handle) => handle.result()))).toEqual([
      [1, 1, true],
      [2, 2, true],
      [1, 2, true],
    ]);
    expect((await fork.status()).forkedFrom).toEqual({ id: "r", at: 1 });
  });

  it("by a step's name before it was attempted first", async () => {
    const flow = threeSteps;
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.result();
    expect((await (await run.fork({ at: "b" })).status()).forkedFrom?.at).toBe(3);
  });
});

describe("a fork is refused", () => {
  it("at a position that is not there, naming the range", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => {});
      await wf.receive("go");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await until("it waits", async () => (await run.status()).status === "waiting");
    for (const at of [-1, 2, 1.5, Number.NaN, "nobody"]) {
      const error = await rejection(run.fork({ at }));
      expect(error).toMatchObject({ code: "bad-fork-position", facts: { at, from: 0, to: 1 } });
      expect(error.hint).toContain("from 0 to 1");
    }
    await run.cancel();
    await run.result().catch(() => {});
    const late = await rejection(run.fork({ at: 2 }));
    expect(late.message).toBe('run "r" cannot be forked at 2: the entry at 2 (cancel) is its own');
  });

  it("between the start and the end of what is executed at most once", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.step("once", () => 1, { atMostOnce: true });
      return await wf.step("then", () => 2);
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.result();
    const error = await rejection(run.fork({ at: 1 }));
    expect(error.message).toContain('it lies between the start and the end of step "once"');
    expect(await (await run.fork({ at: 2 })).result()).toBe(2);
    expect(await (await run.fork({ at: 0 })).result()).toBe(2);
  });

  it("with an id that is taken, an input that does not fit, or options that are none", async () => {
    const input = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) => (value === 1 ? { value } : { issues: [{ message: "must be 1" }] }),
      },
    };
    const flow = workflow({ name: "flow", input }, (wf) => wf.step("a", () => 1));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1, { id: "r" });
    await run.result();
    await expect(run.fork({ id: "r" })).rejects.toMatchObject({ code: "run-exists" });
    await expect(run.fork({ input: 2 })).rejects.toMatchObject({ code: "schema-mismatch" });
    await expect(run.fork({ from: 2 } as object)).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.handle("nobody").fork()).rejects.toMatchObject({ code: "unknown-run" });
  });
});

const threeSteps = workflow("three steps", async (wf) => {
  await wf.step("a", () => {});
  wf.set("k", 1);
  wf.title("t");
  for (const name of ["b", "c"]) await wf.step(name, () => {});
});
