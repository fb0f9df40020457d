/** Runs that a batch's own messages wake are taken by its claim in the same breath, if nobody is passed over by it. */
import { describe, expect, it } from "vitest";
import type { ClaimRequest } from "../port.ts";
import {
  change,
  claim,
  type Engine,
  idsOf,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  only,
  reread,
  startPending,
  startRunning,
  t0,
  wantsAny,
  writeOf,
} from "./bench.ts";

function parked(engine: Engine, ids: readonly string[]) {
  return Promise.all(
    ids.map(async (id) => {
      const run = await startRunning(engine, { id });
      await change(engine, run, { event: "park", wakeAt: t0 + 1_000, why: "waits", seen: 0 });
      return run;
    }),
  );
}

function signalled(engine: Engine, ids: readonly string[], wanted: Partial<ClaimRequest> = {}) {
  const sends = ids.map((to) => ({ to, name: "signal~a", payload: "1", dedup: undefined }));
  return engine.store.commit(newBatch(engine.worker, { sends, claim: { ...wantsAny, atOnce: true, ...wanted } }));
}

export function wokenContract(make: MakeProvider): void {
  describe("woken and taken at once", () => {
    it("brings the run with its messages, once, and counts it as running", async () => {
      const engine = await newDatabase(make).engine();
      const run = only(await parked(engine, ["a"]));
      const { claimed, nextDueAt } = await signalled(engine, ["a", "a"]);
      expect(claimed.map(({ row, inbox, entries }) => [row.id, row.status, row.claim, inbox.length, entries])).toEqual([
        ["a", "running", run.claim + 1, 2, []],
      ]);
      // Its timer is gone with the wait: nobody else is to be woken by it.
      expect(nextDueAt).toBeUndefined();
    });

    it("wakes as usual whom a write of the same batch sends something", async () => {
      const engine = await newDatabase(make).engine();
      await parked(engine, ["a", "b"]);
      const from = await startRunning(engine, { id: "from" });
      const send = { to: "b", name: "signal~a", payload: "2", dedup: undefined };
      const { claimed } = await engine.store.commit(
        newBatch(engine.worker, {
          sends: [{ ...send, to: "a" }],
          writes: [writeOf(from, { entries: [newEntry(1)], sends: [send] })],
          claim: { ...wantsAny, atOnce: true },
        }),
      );
      expect(claimed.map(({ row, inbox }) => [row.id, inbox.map(({ payload }) => payload)])).toEqual([
        ["a", ["2"]],
        ["b", ["2"]],
      ]);
    });

    it("leaves what is more than was asked for pending, for the next claim", async () => {
      const engine = await newDatabase(make).engine();
      await parked(engine, ["a", "b", "c"]);
      const { claimed, woke } = await signalled(engine, ["a", "b", "c"], { limit: 2 });
      expect([idsOf(claimed), woke]).toEqual([["a", "b"], true]);
      expect(idsOf(await claim(engine))).toEqual(["c"]);
    });

    it.each<[string, Partial<ClaimRequest>, boolean]>([
      ["is taken at once, and nobody need look for it", {}, false],
      ["of another workflow is left to whoever looks", { workflows: ["other"] }, true],
    ])("a run that parks with its message unread %s", async (_, wanted, woke) => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine, { id: "a" });
      const sends = [{ to: "a", name: "signal~a", payload: "1", dedup: undefined }];
      const writes = [writeOf(run, { change: { event: "park", wakeAt: undefined, why: "waits", seen: 0 } })];
      const result = await engine.store.commit(
        newBatch(engine.worker, { sends, writes, claim: { ...wantsAny, atOnce: true, ...wanted } }),
      );
      expect([result.claimed.length, result.woke]).toEqual([woke ? 0 : 1, woke]);
    });

    it("fills the rest of its limit with others", async () => {
      const engine = await newDatabase(make).engine();
      await parked(engine, ["a"]);
      await startPending(engine.store, { id: "b" });
      expect(idsOf((await signalled(engine, ["a"])).claimed)).toEqual(["a", "b"]);
    });

    it.each<[string, Partial<ClaimRequest>]>([
      ["of other workflows", { workflows: ["other"] }],
      ["of other queues", { queues: ["other"] }],
      ["of other ids", { ids: ["b"] }],
    ])("takes no runs %s", async (_, wanted) => {
      const engine = await newDatabase(make).engine();
      const run = only(await parked(engine, ["a"]));
      expect((await signalled(engine, ["a"], wanted)).claimed).toEqual([]);
      expect((await reread(engine.store, run)).status).toBe("pending");
    });

    it("leaves a run that is pinned to the builds of its lane", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine, { id: "a", pin: { build: "another" } });
      await change(engine, run, { event: "park", wakeAt: undefined, why: "waits", seen: 0 });
      expect((await signalled(engine, ["a"])).claimed).toEqual([]);
      expect((await reread(engine.store, run)).status).toBe("pending");
    });

    it("takes nothing from a queue that is paused", async () => {
      const engine = await newDatabase(make).engine();
      await parked(engine, ["a"]);
      await engine.store.setQueue("default", { paused: true, at: t0 });
      expect((await signalled(engine, ["a"])).claimed).toEqual([]);
    });

    it("takes nobody past a suspect", async () => {
      const database = newDatabase(make);
      const engine = await database.engine();
      await parked(engine, ["a"]);
      await startPending(engine.store, { id: "suspect" });
      for (let death = 0; death < 2; death++) {
        const victim = await database.engine();
        expect(await claim(victim)).toHaveLength(1);
        await engine.store.reap([{ key: victim.worker }], t0);
      }
      const { claimed } = await signalled(engine, ["a"], { suspects: "alone" });
      expect(idsOf(claimed)).toEqual(["suspect"]);
    });
  });
}
