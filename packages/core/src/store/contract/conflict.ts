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
  reread,
  startPending,
  startRunning,
  t0,
} from "./bench.ts";
import { complete, ofKey, sharing, startOne, usedOf } from "./sharing-bench.ts";

export function conflictContract(make: MakeProvider): void {
  describe("a start where the place is taken", () => conflicts(make));
}

function conflicts(make: MakeProvider): void {
  it("reject: nothing is written, and who has it is named", async () => {
    const engine = await newDatabase(make).engine();
    await startRunning(engine, { id: "one", ...ofKey("a") });
    const second = { id: "two", ...sharing({ place: "workflow:order:a" }, "reject") };
    const facts = { workflow: "order", key: "a", holder: "one" };
    expect(await startOne(engine, second)).toEqual({
      created: false,
      refusal: { code: "concurrency-conflict", facts },
    });
    expect(await engine.store.find("two")).toBeUndefined();
    expect(await startOne(engine, { ...second, ...sharing({ place: "workflow:order:b" }, "reject") })).toMatchObject({
      created: true,
    });
  });

  it("reject: the same id again is the same run", async () => {
    const engine = await newDatabase(make).engine();
    for (const created of [true, false])
      expect(await startOne(engine, { id: "one", ...sharing({}, "reject") })).toMatchObject({
        created,
        row: { id: "one" },
      });
  });

  it("skip: the run is recorded and ends at once", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing() });
    const two = madeOf(await startOne(engine, { id: "two", claimNow: true, ...sharing({}, "skip") }));
    expect(two).toMatchObject({ status: "cancelled", endedAt: t0, claim: 0, inLine: undefined });
    expect(two.why).toBe('skipped: run "one" has the place of workflow "order"');
    expect(await reread(engine.store, two)).toEqual(two);
    await complete(engine, one);
    expect(madeOf(await startOne(engine, { ...sharing({}, "skip") })).status).toBe("pending");
  });

  it("replace: who waits gives way at once, who has begun when it has ended", async () => {
    const engine = await newDatabase(make).engine();
    const one = await startRunning(engine, { id: "one", ...sharing({}, "replace") });
    const two = madeOf(await startOne(engine, { id: "two", ...sharing({}, "replace") }));
    const three = madeOf(await startOne(engine, { id: "three", claimNow: true, ...sharing({}, "replace") }));
    expect(await reread(engine.store, two)).toMatchObject({ status: "cancelled" });
    expect(await reread(engine.store, one)).toMatchObject({ status: "running", cancelReason: 'replaced by run "two"' });
    expect(three).toMatchObject({ status: "pending", inLine: "workflow:order" });
    await change(engine, one, { event: "cancel", error: '"e"', why: "because" });
    expect(idsOf(await claim(engine))).toEqual(["three"]);
  });

  it("a child goes on with the place of its ancestor, and has it when that one has ended", async () => {
    const engine = await newDatabase(make).engine();
    const parent = await startRunning(engine, { id: "parent", ...sharing() });
    const lineage = { parent: "parent", root: "parent", detached: false };
    await startPending(engine.store, { id: "other", ...sharing() });
    await startPending(engine.store, { id: "child", lineage, ...sharing() });
    await startPending(engine.store, { id: "grandchild", lineage: { ...lineage, parent: "child" }, ...sharing() });
    const claimed = await claim(engine);
    expect(idsOf(claimed)).toEqual(["child", "grandchild"]);
    expect(await usedOf(engine.store)).toEqual({ "workflow:order": 1 });
    for (const row of [parent, ...claimed.map((each) => each.row)]) {
      expect(await claim(engine)).toEqual([]);
      await complete(engine, row);
    }
    expect(idsOf(await claim(engine))).toEqual(["other"]);
  });

  it.each([
    [1, 3, 1],
    [3, 1, 1],
    [2, 2, 2],
  ])("of an ancestor's %d units a child that needs %d holds %d when that one has ended", async (held, needed, kept) => {
    const engine = await newDatabase(make).engine();
    const parent = await startRunning(engine, { id: "parent", ...sharing({ units: held, capacity: 3 }) });
    const lineage = { parent: "parent", root: "parent", detached: false };
    await startPending(engine.store, { id: "child", lineage, ...sharing({ units: needed, capacity: 3 }) });
    expect(idsOf(await claim(engine))).toEqual(["child"]);
    expect(await usedOf(engine.store)).toEqual({ "workflow:order": held });
    await complete(engine, parent);
    expect(await usedOf(engine.store)).toEqual({ "workflow:order": kept });
  });

  it("a child is not refused: it ends as cancelled, and says why", async () => {
    const engine = await newDatabase(make).engine();
    await startRunning(engine, { id: "one", ...sharing() });
    const lineage = { parent: "p", root: "p", detached: false };
    const child = madeOf(await startOne(engine, { id: "child", lineage, ...sharing({}, "reject") }));
    expect(child).toMatchObject({ status: "cancelled", why: expect.stringContaining('run "one" has the place') });
  });

  it("a refusal is recovered like any result", async () => {
    const engine = await newDatabase(make).engine();
    await startRunning(engine, { id: "one", ...sharing() });
    const batch = newBatch(engine.worker, { starts: [newStart({ id: "two", ...sharing({}, "reject") }), newStart()] });
    const result = await engine.store.commit(batch);
    expect((await engine.store.recover(batch))?.starts).toEqual(result.starts);
  });
}
