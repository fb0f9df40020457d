import { describe, expect, it } from "vitest";
import { change, claim, type MakeProvider, newDatabase, reread, startRunning, t0 } from "./bench.ts";
import { finishedWith } from "./expectations.ts";

export function changeContract(make: MakeProvider): void {
  describe("a run leaves running", () => {
    it("park: waits for its timer, without an owner", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 50, why: "sleeps" });
      const parked = { status: "waiting", owner: undefined, wakeAt: t0 + 50, why: "sleeps", claim: 1 };
      expect(await reread(engine.store, run)).toMatchObject(parked);
    });

    it("park without a timer: nothing claims it", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "park", seen: 0, wakeAt: undefined, why: "waits for a signal" });
      expect(await claim(engine, {}, t0 + 1e9)).toEqual([]);
    });

    it("release: pending again, and the first claim stays its start", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "release" }, t0 + 1);
      const released = { status: "pending", owner: undefined, startedAt: t0, deaths: 0 };
      expect(await reread(engine.store, run)).toMatchObject(released);
    });

    it("pause: keeps when", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.control(run.key, { kind: "pause" }, t0 + 8);
      await change(engine, run, { event: "pause" }, t0 + 9);
      const paused = { status: "paused", pausedAt: t0 + 9, pauseRequestedAt: undefined, owner: undefined };
      expect(await reread(engine.store, run)).toMatchObject(paused);
    });

    it("block: keeps error and reason, and is not claimed", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "block", error: '"e"', why: "code differs" });
      const blocked = { status: "blocked", error: '"e"', why: "code differs", endedAt: undefined };
      expect(await reread(engine.store, run)).toMatchObject(blocked);
      expect(await claim(engine, {}, t0 + 1e9)).toEqual([]);
    });

    it.each([
      ["fail", "failed"],
      ["cancel", "cancelled"],
      ["time_out", "timed_out"],
    ] as const)("%s: ends %s", async (event, status) => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event, error: '"e"', why: "because" }, t0 + 3);
      expect(await reread(engine.store, run)).toMatchObject(finishedWith(status, t0 + 3));
    });
  });
}
