import { describe, expect, it } from "vitest";
import { NonRetryableError } from "../model/retry-signals.ts";
import { task } from "../operations/task.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";

const charge = task("charge", (order: { id: string; cents: number }, t) => ({ paid: order.cents, key: t.key }));

describe("starting a task by itself makes a run of one step", () => {
  it("of its name, with its output", async () => {
    const engine = await openEngine({ tasks: [charge] });
    const handle = await engine.start(charge, { id: "o-1", cents: 5 }, { id: "r" });
    expect(await handle.result()).toEqual({ paid: 5, key: expect.stringContaining("r/charge/") });
    expect((await handle.journal()).map(({ kind, op }) => [kind, op])).toEqual([["step", "charge"]]);
    expect((await handle.status()).workflow).toBe("task:charge");
  });

  it("keeps the task's own options", async () => {
    const failing = task("failing", { retry: { maxAttempts: 2, initial: 1 } }, () => {
      throw new RangeError("x");
    });
    const never = task("never", () => {
      throw new NonRetryableError("no");
    });
    const engine = await openEngine({ tasks: [failing, never] });
    await expect(engine.execute(failing)).rejects.toMatchObject({ cause: { facts: { attempts: 2 } } });
    await expect(engine.execute(never)).rejects.toMatchObject({ cause: { facts: { attempts: 1 } } });
  });

  it("refuses one that the engine does not have, unless it executes nothing", async () => {
    const engine = await openEngine({ tasks: [task("other", () => 1)] });
    await expect(engine.start(charge, { id: "o", cents: 1 })).rejects.toMatchObject({ code: "unknown-workflow" });
    const client = await openEngine({ worker: false });
    const handle = await client.start(charge, { id: "o", cents: 1 });
    expect((await handle.status()).status).toBe("pending");
  });

  it("goes on after a crash", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: () => [],
        tasks: () => [charge],
        drive: async (engine) => (await engine.start(charge, { id: "o", cents: 7 }, { id: "r" })).result(),
      },
      (outcome, _, where) => expect(outcome.result, where).toMatchObject({ paid: 7 }),
    );
    expect(crashes).toBeGreaterThan(1);
  });
});
