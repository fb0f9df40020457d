import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { type CommitGate, holds } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// A full disk: the rollback is certain, the batch is tried again, and no body starts meanwhile (engine.md §5).

function fill(gate: CommitGate): void {
  gate.fail({ error: failure("store-full", { path: "memory:" }), applies: () => true, times: Infinity });
}

describe("while the disk is full", () => {
  it("nothing is lost, nothing is acknowledged, and all goes on when there is room", async () => {
    const bodies: number[] = [];
    const two = workflow("two", async (wf) => {
      for (const n of [1, 2]) await wf.step(`s${n}`, () => void bodies.push(n));
      return "done";
    });
    const { engine, gate, notices, store } = await gatedEngine({ workflows: [two] });
    fill(gate);
    let started = false;
    const starting = engine.start(two, undefined, { id: "a" }).then((handle) => {
      started = true;
      return handle;
    });
    await until("it was tried three times", () => gate.seen.length >= 3);
    expect([started, await store.find("a"), bodies]).toEqual([false, undefined, []]);
    expect(notices[0]).toMatch(/again in \d+ ms/);
    gate.heal();
    expect(await (await starting).result()).toBe("done");
    expect(bodies).toEqual([1, 2]);
  });

  it("no body starts, also none whose own results are on disk", async () => {
    const attempts: number[] = [];
    const retrying = workflow("retrying", async (wf) =>
      wf.step(
        "flaky",
        (s) => {
          attempts.push(s.attempt);
          if (s.attempt === 1) throw new RangeError("again");
        },
        { retry: { maxAttempts: 2, initial: 500, jitter: 0 } },
      ),
    );
    const other = workflow("other", () => 1);
    const host = virtualHost();
    const { engine, gate } = await gatedEngine({ workflows: [retrying, other], host });
    let starting: Promise<unknown> = Promise.resolve();
    gate.onLanded = (batch) => {
      if (!holds("attempt")(batch)) return;
      fill(gate);
      starting = engine.start(other);
    };
    const handle = await engine.start(retrying, undefined, { id: "a" });
    await quiet(host);
    const tries = gate.seen.length;
    // The second attempt is due 500 ms after the first.
    await passMs(host, 10_000);
    expect(gate.seen.length).toBeGreaterThanOrEqual(tries + 3);
    expect(attempts).toEqual([1]);
    gate.heal();
    await passTime(host, handle.result());
    await passTime(host, starting);
    expect(attempts).toEqual([1, 2]);
  });

  it("close ends in bounded time, and what is on disk is whole", async () => {
    const one = workflow("one", (wf) => wf.step("s", () => 1));
    const { engine, gate, store } = await gatedEngine({ workflows: [one] });
    fill(gate);
    const refused = expect(engine.start(one, undefined, { id: "a" })).rejects.toMatchObject({ code: "engine-closed" });
    await until("it was tried", () => gate.seen.length >= 1);
    await engine.close({ graceMs: 50 });
    await refused;
    await turns();
    expect(await store.find("a")).toBeUndefined();
    expect(await store.workers()).toEqual([]);
  }, 5_000);
});
