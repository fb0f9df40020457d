import { describe, expect, it, onTestFinished } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { aroundStore } from "../testing/around-store.ts";
import { CommitGate } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { Mocks } from "../testing/kit/mocks.ts";
import { openKitEngine } from "../testing/kit/open-kit-engine.ts";
import { Machine } from "../testing/mortal-process.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";

// What is larger than a batch goes with several, in order; nothing that shows comes before what it stands for.

const many = workflow("many", async (wf, count: number) => {
  for (let n = 0; n < count; n++) wf.set("n", n);
  return await wf.step("last", () => wf.id.length);
});

describe("more entries in one turn than a batch may hold", () => {
  it("are written in order, by several batches within the limit", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [many] });
    const handle = await engine.start(many, 2_500, { id: "abc" });
    expect(await handle.result()).toBe(3);
    const journal = await handle.journal();
    expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_501 }, (_, n) => n + 1));
    expect(journal[1_234]?.value).toEqual(["n", 1_234]);
    const sizes = gate.seen.map(({ writes }) => writes.reduce((sum, { entries }) => sum + entries.length, 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.batchEntries);
    expect(await handle.get("n")).toBe(2_499);
  });

  it("a crash between two of those batches leaves a journal that the code goes on from", async () => {
    const provider = memory();
    const machine = new Machine(provider);
    const first = machine.process();
    const gate = new CommitGate();
    const engine = await openEngine({
      ...first.parts,
      store: aroundStore(first.parts.store, gate.around),
      workflows: [many],
    });
    const handle = await engine.start(many, 2_500, { id: "abc" });
    gate.onLanded = (batch) => {
      if (batch.writes.length > 0) first.kill();
    };
    const store = await look(provider);
    const { key } = (await store.find(handle.id))!;
    await until("the first of them has landed", async () => (await store.journal(key, 0, 9)).length > 0);
    await turns(50);
    expect(await store.journal(key, 0, 5_000)).toHaveLength(limits.batchEntries);
    const next = await openEngine({ ...machine.process().parts, workflows: [many] });
    expect(await next.handle("abc").result()).toBe(3);
    expect(await next.handle("abc").journal()).toHaveLength(2_501);
    expect(await next.handle("abc").get("n")).toBe(2_499);
  });
});

describe("more bytes than a batch may hold", () => {
  it("are written by several batches, and none is much larger than the limit", async () => {
    const bulky = workflow("bulky", (wf) =>
      wf
        .map(
          Array.from({ length: 12 }, (_, n) => n),
          (n) => wf.step("s", () => `${n}${"x".repeat(900_000)}`),
        )
        .then((texts) => texts.map((text) => text.length)),
    );
    const { engine, gate } = await gatedEngine({ workflows: [bulky] });
    expect(new Set(await engine.execute(bulky))).toEqual(new Set([900_001, 900_002]));
    const bytes = gate.seen.map(({ writes }) =>
      writes.flatMap(({ entries }) => entries).reduce((sum, { value = "" }) => sum + value.length, 0),
    );
    expect(Math.max(...bytes)).toBeLessThanOrEqual(limits.batchBytes + limits.valueBytes);
    expect(bytes.filter((size) => size > 0).length).toBeGreaterThanOrEqual(3);
  });
});

describe("a child whose start is over the limits of a batch", () => {
  it("is taken all the same: the claim asked for with it went with what came before", async () => {
    const child = workflow("child", (wf, n: number) => wf.sleep("1 h").then(() => n));
    const parent = workflow("parent", (wf) => wf.map([1, 2, 3], (n) => wf.call(child, n), { concurrency: 2 }));
    const host = virtualHost();
    const opened = await openKitEngine(
      { store: memory(), host, workflows: [parent] },
      { standIns: new Mocks(), batchEntries: 1 },
    );
    onTestFinished(() => passTime(host, opened.engine.close({ graceMs: 0 })));
    expect(await passTime(host, opened.engine.execute(parent))).toEqual([1, 2, 3]);
  });
});
