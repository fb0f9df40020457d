import { describe, expect, it } from "vitest";
import {
  change,
  claim,
  idsOf,
  type MakeProvider,
  madeOf,
  newBatch,
  newDatabase,
  newStart,
  only,
  reread,
  startPending,
  startRunning,
  t0,
} from "./bench.ts";
import { complete, ofKey, sharing, startOne, usedOf } from "./sharing-bench.ts";

export function placesContract(make: MakeProvider): void {
  describe("places", () => lines(make));
  describe("a place is held", () => holds(make));
}

function lines(make: MakeProvider): void {
  it("one begins, the others wait in line by priority and age, and follow when it ends", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(engine.store, { id: "late", ...sharing(), availableAt: t0 - 1 });
    await startPending(engine.store, { id: "early", ...sharing(), availableAt: t0 - 2 });
    const urgent = await startPending(engine.store, { id: "urgent", priority: 1, ...sharing() });
    expect(urgent).toMatchObject({ status: "pending", inLine: "workflow:order", shares: true });
    expect(await claim(engine)).toEqual([]);
    let running = one;
    for (const id of ["urgent", "early", "late"]) {
      expect((await complete(engine, running)).nextDueAt).toBe(t0);
      const next = only(await claim(engine)).row;
      expect(next).toMatchObject({ id, inLine: undefined });
      running = next;
    }
    await complete(engine, running);
    expect(await engine.store.places(t0)).toEqual([]);
  });

  it("a start does not overtake the line, also while nobody has taken the one whose turn it is", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(engine.store, { id: "two", ...sharing() });
    await complete(engine, one);
    const three = madeOf(await startOne(engine, { id: "three", claimNow: true, ...sharing() }));
    expect(three).toMatchObject({ status: "pending", inLine: "workflow:order" });
    expect(idsOf(await claim(engine))).toEqual(["two"]);
  });

  it("keys have places of their own", async () => {
    const engine = await newDatabase(make).engine();
    for (const key of ["a", "b", "a"]) await startPending(engine.store, { id: `${key}`, ...ofKey(key) });
    await startPending(engine.store, { id: "a2", ...ofKey("a") });
    expect(idsOf(await claim(engine))).toEqual(["a", "b"]);
    expect(await usedOf(engine.store)).toEqual({ "workflow:order:a": 1, "workflow:order:b": 1 });
  });

  it("what came due or was retried takes its turn like others", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(engine.store, { id: "delayed", availableAt: t0 + 5, ...sharing() });
    await startPending(engine.store, { id: "two", ...sharing() });
    expect(await claim(engine, {}, t0 + 5)).toEqual([]);
    await change(engine, one, { event: "fail", error: '"e"', why: "because" }, t0 + 6);
    await engine.store.nextGeneration(one.key, { entries: [], seed: one.seed }, t0 + 6);
    for (const id of ["two", "delayed", "one"]) {
      const { row } = only(await claim(engine, { limit: 9 }, t0 + 7));
      expect(row.id).toBe(id);
      await complete(engine, row, t0 + 7);
    }
  });

  it("those without room make way for others in the same claim", async () => {
    const engine = await newDatabase(make).engine();
    for (let n = 0; n < 5; n++) await startPending(engine.store, { id: `s${n}`, availableAt: t0 + 1, ...sharing() });
    await startPending(engine.store, { id: "free", priority: -1 });
    expect(idsOf(await claim(engine, { limit: 2 }, t0 + 1))).toEqual(["s0", "free"]);
  });

  it("one whose turn it is and whom nobody takes does not hold up the others for ever", async () => {
    const engine = await newDatabase(make).engine();
    const need = { place: "limit:gpu", capacity: 1 };
    const unserved = Array.from({ length: 9 }, (_, n) =>
      newStart({ id: `u${n}`, workflow: "unserved", availableAt: t0 - 9, ...sharing(need) }),
    );
    await engine.store.commit(newBatch(undefined, { starts: unserved }));
    await startPending(engine.store, { id: "served", ...sharing(need) });
    let at = t0;
    for (let claims = 0; claims < 9; claims++) {
      const result = await engine.store.commit(
        newBatch(engine.worker, {
          at,
          claim: { limit: 1, workflows: ["order"], queues: ["default"], build: "1", suspects: "any" },
        }),
      );
      if (result.claimed.length > 0) {
        expect(idsOf(result.claimed)).toEqual(["served"]);
        expect(at - t0).toBeLessThan(10_000);
        return;
      }
      at = result.nextDueAt ?? expect.unreachable("nothing will happen");
    }
    expect.unreachable("the limit was never given to the one that can use it");
  });
}

function holds(make: MakeProvider): void {
  it("while its run waits, is paused, blocked, given back or reaped", async () => {
    const database = newDatabase(make);
    const engine = await database.engine();
    const { store } = engine;
    const run = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(store, { id: "two", ...sharing() });
    const again = async (at: number) => {
      expect(await usedOf(store)).toEqual({ "workflow:order": 1 });
      return only(await claim(engine, {}, at)).row;
    };
    await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 1, why: "sleeps" });
    let row = await again(t0 + 1);
    await change(engine, row, { event: "release" });
    row = await again(t0 + 2);
    await store.control(row.key, { kind: "pause" }, t0 + 2);
    await change(engine, row, { event: "pause" });
    expect(await claim(engine, {}, t0 + 3)).toEqual([]);
    await store.control(row.key, { kind: "resume" }, t0 + 3);
    row = await again(t0 + 3);
    await change(engine, row, { event: "block", error: "1", why: "w" });
    expect(await claim(engine, {}, t0 + 4)).toEqual([]);
    await store.control(row.key, { kind: "resume" }, t0 + 4);
    row = await again(t0 + 4);
    const other = await database.engine();
    await other.store.reap([{ key: engine.worker }], t0 + 5);
    expect(await usedOf(store)).toEqual({ "workflow:order": 1 });
    expect(idsOf(await claim(other, {}, t0 + 5))).toEqual(["one"]);
  });

  it.each(["fail", "cancel", "time_out", "kill"] as const)("until its run has ended by %s", async (event) => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(engine.store, { id: "two", ...sharing() });
    if (event === "kill") await engine.store.control(run.key, { kind: "kill", reason: "" }, t0);
    else await change(engine, run, { event, error: '"e"', why: "because" });
    expect(idsOf(await claim(engine))).toEqual(["two"]);
  });

  it("not by one in line that is cancelled or paused: those behind it go", async () => {
    const engine = await newDatabase(make).engine();
    const { store } = engine;
    const one = await startRunning(engine, { id: "one", ...sharing() });
    const two = await startPending(store, { id: "two", ...sharing() });
    const three = await startPending(store, { id: "three", ...sharing() });
    await startPending(store, { id: "four", ...sharing() });
    await complete(engine, one);
    await store.control(two.key, { kind: "cancel", reason: "" }, t0);
    await store.control(three.key, { kind: "pause" }, t0);
    const { row } = only(await claim(engine));
    expect(row.id).toBe("four");
    await store.control(three.key, { kind: "resume" }, t0 + 1);
    expect(await claim(engine, {}, t0 + 1)).toEqual([]);
    await complete(engine, row, t0 + 1);
    expect(idsOf(await claim(engine, {}, t0 + 1))).toEqual(["three"]);
  });

  it("by the next generation, when its run continues", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing() });
    await startPending(engine.store, { id: "two", ...sharing() });
    await change(engine, one, { event: "continue", input: "2", seed: one.seed, behaviours: "1" });
    const { row } = only(await claim(engine));
    expect(row).toMatchObject({ id: "one", generation: 2, shares: true });
    await complete(engine, row);
    expect(idsOf(await claim(engine))).toEqual(["two"]);
  });

  it("not while its run waits, if it is not to be kept; taken again to go on", async () => {
    const engine = await newDatabase(make).engine();
    const lent = sharing({ keep: false });
    const one = await startRunning(engine, { id: "one", ...lent });
    await startPending(engine.store, { id: "two", ...lent });
    await change(engine, one, { event: "park", seen: 0, wakeAt: t0 + 5, why: "sleeps" });
    const two = only(await claim(engine)).row;
    expect(two.id).toBe("two");
    expect(await claim(engine, {}, t0 + 5)).toEqual([]);
    expect(await reread(engine.store, one)).toMatchObject({ status: "pending", inLine: "workflow:order" });
    await complete(engine, two, t0 + 6);
    expect(idsOf(await claim(engine, {}, t0 + 6))).toEqual(["one"]);
  });
}
