import { describe, expect, it } from "vitest";
import type { ActivityRow, RunRow } from "../port.ts";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  startRunning,
  t0,
  writeOf,
} from "./bench.ts";

function activityOf(engine: Engine, run: RunRow, parts: Partial<ActivityRow> = {}): ActivityRow {
  const nothing = { heartbeat: undefined, progress: undefined };
  return { run: run.key, op: "step:a", attempt: 1, worker: engine.worker, startedAt: t0, ...nothing, ...parts };
}

export function announceContract(make: MakeProvider): void {
  describe("announce", () => {
    it("shows what executes, replaces by step, and forgets what has ended", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const run = await startRunning(engine);
      const other = activityOf(engine, run, {
        op: "step:b",
        startedAt: t0 + 1,
        progress: { done: 0.5, total: undefined },
      });
      await store.announce([activityOf(engine, run), other], []);
      expect(await store.activity(run.key)).toEqual([activityOf(engine, run), other]);
      const later = activityOf(engine, run, { attempt: 2, heartbeat: '"h"', progress: { done: 1, total: 3 } });
      await store.announce([later], [other]);
      expect(await store.activity(run.key)).toEqual([later]);
    });

    it("ends with the run's execution, however that ends", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const runs = [await startRunning(engine), await startRunning(engine), await startRunning(engine)] as const;
      await engine.store.announce(
        runs.map((run) => activityOf(engine, run)),
        [],
      );
      await change(engine, runs[0], { event: "complete", output: "1" });
      expect(await other.store.activity(runs[0].key)).toEqual([]);
      await other.store.control(runs[1].key, { kind: "kill", reason: "" }, t0);
      expect(await other.store.activity(runs[1].key)).toEqual([]);
      expect(await other.store.activity(runs[2].key)).toHaveLength(1);
      await other.store.reap([{ key: engine.worker }], t0);
      for (const run of runs) expect(await other.store.activity(run.key)).toEqual([]);
    });

    it("is not ended by a worker that had the run before", async () => {
      const database = newDatabase(make);
      const [zombie, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(zombie);
      const before = activityOf(zombie, run);
      await zombie.store.announce([before], []);
      await other.store.reap([{ key: zombie.worker }], t0);
      await claim(other);
      const now = activityOf(other, run);
      await other.store.announce([now], []);
      await zombie.store.announce([before], []);
      await zombie.store.announce([], [before]);
      expect(await other.store.activity(run.key)).toEqual([now]);
    });

    it("ends with the run's execution also when that was first written in vain", async () => {
      const engine = await newDatabase(make).engine();
      const [run, other] = [await startRunning(engine), await startRunning(engine)];
      await engine.store.announce([activityOf(engine, run)], []);
      const park = writeOf(run, { change: { event: "park", wakeAt: undefined, why: "", seen: 0 } });
      const gap = writeOf(other, { entries: [newEntry(7)] });
      await expect(engine.store.commit(newBatch(engine.worker, { writes: [park, gap] }))).rejects.toThrow();
      await engine.store.commit(newBatch(engine.worker, { writes: [park] }));
      expect(await engine.store.activity(run.key)).toEqual([]);
    });

    it("of a run that the worker no longer has leaves nothing", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "complete", output: "1" });
      await engine.store.announce([activityOf(engine, run)], []);
      expect(await engine.store.activity(run.key)).toEqual([]);
    });
  });
}
