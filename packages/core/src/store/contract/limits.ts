import { describe, expect, it } from "vitest";
import type { StartRow } from "../port.ts";
import {
  change,
  claim,
  claimResult,
  idsOf,
  type MakeProvider,
  madeOf,
  newBatch,
  newDatabase,
  newStart,
  only,
  startPending,
  startRunning,
  t0,
} from "./bench.ts";
import { complete, sharing, usedOf } from "./sharing-bench.ts";

export function limitsContract(make: MakeProvider): void {
  describe("named limits", () => named(make));
  describe("rates", () => rates(make));
}

function gpu(units = 1, place = "limit:gpu"): Partial<StartRow> {
  return sharing({ place, limit: "gpu", capacity: undefined, units });
}

function named(make: MakeProvider): void {
  it("are shared by workflows, in units; larger needs are not passed by smaller ones", async () => {
    const engine = await newDatabase(make).engine();
    await engine.store.setLimit("gpu", 3, t0);
    const one = await startRunning(engine, { id: "one", ...gpu(2) });
    await startPending(engine.store, { id: "large", workflow: "b", ...gpu(3) });
    await startPending(engine.store, { id: "small", ...gpu(1) });
    const workflows = ["order", "b"];
    expect(await claim(engine, { workflows })).toEqual([]);
    await complete(engine, one);
    const large = only(await claim(engine, { workflows })).row;
    expect(large.id).toBe("large");
    await complete(engine, large);
    expect(idsOf(await claim(engine, { workflows }))).toEqual(["small"]);
  });

  it("a start of a limit that nobody has set is refused, naming the nearest", async () => {
    const { store } = await newDatabase(make).engine();
    await store.setLimit("gpus", 1, t0);
    const result = await store.commit(newBatch(undefined, { starts: [newStart({ id: "x", ...gpu() })] }));
    const facts = { name: "gpu", nearest: "gpus", known: ["gpus"] };
    expect(result.starts).toEqual([{ created: false, refusal: { code: "unknown-limit", facts } }]);
    expect(await store.find("x")).toBeUndefined();
  });

  it("a start that needs more than there is, is refused", async () => {
    const { store } = await newDatabase(make).engine();
    await store.setLimit("gpu", 2, t0);
    const result = await store.commit(newBatch(undefined, { starts: [newStart(gpu(3))] }));
    const facts = { name: "gpu", units: 3, capacity: 2 };
    expect(result.starts).toEqual([{ created: false, refusal: { code: "limit-too-small", facts } }]);
  });

  it("raising lets those in line go on, of every key; lowering lets those that hold it finish", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await store.setLimit("gpu", 2, t0);
    const [one, two] = [await startRunning(engine, gpu()), await startRunning(engine, gpu())];
    await store.setLimit("gpu", 1, t0);
    expect(await usedOf(store)).toEqual({ "limit:gpu": 2 });
    await startPending(store, { id: "three", ...gpu() });
    await complete(engine, one);
    expect(await claim(engine)).toEqual([]);
    await complete(engine, two);
    const three = only(await claim(engine)).row;
    expect(three.id).toBe("three");
    await startPending(store, { id: "four", ...gpu() });
    await startRunning(engine, gpu(1, "limit:gpu:key"));
    await startPending(store, { id: "five", ...gpu(1, "limit:gpu:key") });
    await store.setLimit("gpu", 2, t0 + 1);
    expect(idsOf(await claim(engine, {}, t0 + 1)).sort()).toEqual(["five", "four"]);
  });

  it("one that needs more than there is now does not hold up the others", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await store.setLimit("gpu", 4, t0);
    const one = await startRunning(engine, gpu(4));
    await startPending(store, { id: "large", ...gpu(4) });
    await startPending(store, { id: "small", ...gpu(1) });
    await store.setLimit("gpu", 2, t0);
    await complete(engine, one);
    expect(idsOf(await claim(engine))).toEqual(["small"]);
    await store.setLimit("gpu", 5, t0);
    expect(idsOf(await claim(engine))).toEqual(["large"]);
  });

  it("one that was removed lets nobody begin until it is set again", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await store.setLimit("gpu", 1, t0);
    await startPending(store, { id: "one", ...gpu() });
    expect(await store.removeLimit("gpu")).toBe(true);
    expect(await store.removeLimit("gpu")).toBe(false);
    expect(await claim(engine)).toEqual([]);
    expect(await store.places(t0)).toMatchObject([{ place: "limit:gpu", capacity: undefined, used: 0, waiting: 1 }]);
    await store.setLimit("gpu", 1, t0);
    expect(idsOf(await claim(engine))).toEqual(["one"]);
  });

  it("places names capacity, use, holders and how many wait", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    await store.setLimit("cpu", 8, t0);
    await store.setLimit("gpu", 2, t0);
    await startRunning(engine, { id: "one", ...gpu(2) });
    await startPending(store, { id: "two", ...gpu() });
    expect(await store.places(t0)).toEqual([
      { place: "limit:cpu", capacity: 8, used: 0, holders: [], waiting: 0 },
      { place: "limit:gpu", capacity: 2, used: 2, holders: ["one"], waiting: 1 },
    ]);
  });
}

function rates(make: MakeProvider): void {
  const rate = (limit: number, parts: Partial<StartRow> = {}) => ({
    ...parts,
    ...sharing({ place: "rate:order", capacity: limit, periodMs: 1_000 }),
  });

  it("so many begin in any period, whatever becomes of them; the next is due when one no longer counts", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    for (let n = 0; n < 5; n++) await startPending(store, rate(2, { id: `r${n}`, availableAt: t0 - 9 + n }));
    const first = await claimResult(engine, {}, t0);
    expect(idsOf(first.claimed)).toEqual(["r0", "r1"]);
    expect(first.nextDueAt).toBe(t0 + 1_000);
    for (const { row } of first.claimed) await complete(engine, row, t0 + 1);
    expect(await claimResult(engine, {}, t0 + 999)).toMatchObject({ claimed: [], nextDueAt: t0 + 1_000 });
    expect(await usedOf(store, t0 + 999)).toEqual({ "rate:order": 2 });
    expect(idsOf(await claim(engine, {}, t0 + 1_000))).toEqual(["r2", "r3"]);
    expect(idsOf(await claim(engine, {}, t0 + 1_999))).toEqual([]);
    expect(idsOf(await claim(engine, {}, t0 + 2_000))).toEqual(["r4"]);
  });

  it("only the first claim of a run counts", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, rate(1, { id: "one" }));
    await change(engine, one, { event: "park", seen: 0, wakeAt: t0 + 5, why: "sleeps" });
    expect(idsOf(await claim(engine, {}, t0 + 5))).toEqual(["one"]);
    expect(madeOf(only((await engine.store.commit(started(rate(1)))).starts))).toMatchObject({ inLine: "rate:order" });
  });

  it("when the next in line is cancelled, the one behind it is due", async () => {
    const engine = await newDatabase(make).engine();
    await startRunning(engine, rate(1));
    const two = await startPending(engine.store, rate(1, { id: "two" }));
    await startPending(engine.store, rate(1, { id: "three" }));
    await engine.store.control(two.key, { kind: "cancel", reason: "" }, t0 + 1);
    expect(await claimResult(engine, {}, t0 + 2)).toMatchObject({ claimed: [], nextDueAt: t0 + 1_000 });
    expect(idsOf(await claim(engine, {}, t0 + 1_000))).toEqual(["three"]);
  });
}

function started(parts: Partial<StartRow>) {
  return newBatch(undefined, { at: t0 + 6, starts: [newStart(parts)] });
}
