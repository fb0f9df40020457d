import { describe, expect, it } from "vitest";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { aroundStore } from "../testing/around-store.ts";
import { CommitGate } from "../testing/commit-gate.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// A full disk: the rollback is certain, the batch is tried again, and no body starts meanwhile (engine.md §5).

const full = failure("store-full", { path: "memory:" });

async function engineOnFullDisk(workflows: Parameters<typeof openEngine>[0] extends infer O ? NonNullable<O>["workflows"] : never) {
  const provider = memory();
  const gate = new CommitGate();
  const notices: string[] = [];
  const engine = await openEngine({
    store: aroundStore(provider, gate.around),
    workflows: workflows ?? [],
    log: (text) => notices.push(text),
  });
  const fill = () => gate.fail({ error: full }, () => true, Infinity);
  return { engine, gate, fill, notices, store: await look(provider) };
}

describe("while the disk is full", () => {
  it("nothing is lost, nothing is acknowledged, and all goes on when there is room", async () => {
    const bodies: number[] = [];
    const two = workflow("two", async (wf) => {
      for (const n of [1, 2]) await wf.step(`s${n}`, () => void bodies.push(n));
      return "done";
    });
    const { engine, gate, fill, notices, store } = await engineOnFullDisk([two]);
    fill();
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
        { retry: { maxAttempts: 2, initial: 60, jitter: 0 } },
      ),
    );
    const other = workflow("other", () => 1);
    const { engine, gate, fill, store } = await engineOnFullDisk([retrying, other]);
    const handle = await engine.start(retrying, undefined, { id: "a" });
    const { key } = (await store.find("a"))!;
    await until("the failed attempt is recorded", async () => (await store.journal(key, 0, 9)).length === 1);
    fill();
    const starting = engine.start(other);
    await until("the disk is full", () => gate.seen.length > 0);
    const tries = gate.seen.length;
    // The second attempt is due after 60 ms; the waits between the tries of the full disk add up to more.
    await until("it was tried again and again", () => gate.seen.length >= tries + 3);
    expect(attempts).toEqual([1]);
    gate.heal();
    await handle.result();
    await starting;
    expect(attempts).toEqual([1, 2]);
  });

  it("close ends in bounded time, and what is on disk is whole", async () => {
    const one = workflow("one", (wf) => wf.step("s", () => 1));
    const { engine, gate, fill, store } = await engineOnFullDisk([one]);
    fill();
    const starting = engine.start(one, undefined, { id: "a" });
    const refused = expect(starting).rejects.toMatchObject({ code: "engine-closed" });
    await until("it was tried", () => gate.seen.length >= 1);
    await engine.close({ graceMs: 50 });
    await refused;
    await turns();
    expect(await store.find("a")).toBeUndefined();
    expect(await store.workers()).toEqual([]);
  }, 5_000);
});
