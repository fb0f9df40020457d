import { describe, expect, it } from "vitest";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { Batch } from "../store/port.ts";
import { aroundStore } from "../testing/around-store.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// What a store will never take hurts the run that wrote it, and no other (runtime-notes.md §5.8).

const refusal = failure("store-failed", { operation: "commit", problem: "string or blob too big", refused: true });
const holdsPoison = (batch: Batch): boolean =>
  batch.writes.some(({ entries }) => entries.some(({ value }) => value?.includes("poison") === true));

const write = workflow("write", async (wf, word: string) => {
  await wf.step("before", () => 1);
  return await wf.step("write", () => word);
});

describe("a write that the store refuses", () => {
  it("blocks its run at what is on disk; the neighbours in its batch complete", async () => {
    const { engine, gate, store, notices } = await gatedEngine({ workflows: [write] });
    gate.fail({ error: refusal, applies: holdsPoison, times: Infinity });
    const words = ["poison", ...Array.from({ length: 9 }, (_, n) => `word ${n}`)];
    const handles = await Promise.all(words.map((word) => engine.start(write, word, { id: word })));
    const [bad, ...good] = handles;
    expect(await Promise.all(good.map((handle) => handle.result()))).toEqual(words.slice(1));
    await expect(bad!.result({ rejectOn: ["blocked"], timeout: "5 s" })).rejects.toMatchObject({
      code: "run-blocked",
      cause: { code: "store-failed" },
    });
    const run = (await store.find("poison"))!;
    expect(run.owner).toBeUndefined();
    expect((await store.journal(run.key, 0, 9)).map(({ op }) => op)).toEqual(["before"]);
    expect(notices.join()).toMatch(/refused/);
  });

  it("goes on where it was once the cause is mended and it is resumed", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [write] });
    gate.fail({ error: refusal, applies: holdsPoison, times: Infinity });
    const handle = await engine.start(write, "poison");
    await until("it is blocked", async () => (await handle.status()).status === "blocked");
    gate.heal();
    await handle.resume();
    expect(await handle.result()).toBe("poison");
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["before", "write"]);
  });

  it("of a start rejects that start, and no other", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [write] });
    const applies = (batch: Batch): boolean => batch.starts.some(({ id }) => id === "bad");
    gate.fail({ error: refusal, applies, times: Infinity });
    const ids = ["a", "bad", "b"];
    const results = await Promise.allSettled(ids.map((id) => engine.start(write, "word", { id })));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

describe("a value that no statement takes", () => {
  const spoil = (batch: Batch): Batch => ({
    ...batch,
    writes: batch.writes.map((each) =>
      holdsPoison({ ...batch, writes: [each] }) ? { ...each, title: {} as never } : each,
    ),
  });

  it("blocks the run that wrote it; its neighbours complete, and so do those that follow", async () => {
    const store = aroundStore(memory(), { commit: (next, batch) => next(spoil(batch)) });
    const engine = await openEngine({ store, workflows: [write] });
    const words = ["poison", ...Array.from({ length: 9 }, (_, n) => `word ${n}`)];
    const [bad, ...good] = await Promise.all(words.map((word) => engine.start(write, word)));
    expect(await Promise.all(good.map((handle) => handle.result()))).toEqual(words.slice(1));
    await expect(bad?.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ cause: { code: "store-failed" } });
    expect(await engine.execute(write, "later")).toBe("later");
  });
});

describe("a claim that the store could not carry out", () => {
  it("invariant 26: is made again, so that what is due is not forgotten", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [write] });
    gate.fail({ error: refusal, applies: (batch) => batch.claim !== undefined, times: 2 });
    const handle = await engine.start(write, "late", { delay: 50 });
    expect(await handle.result({ timeout: "8 s" })).toBe("late");
  });
});
