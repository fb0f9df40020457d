import { describe, expect, it } from "vitest";
import {
  claim,
  type MakeProvider,
  newDatabase,
  newEntry,
  only,
  reread,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";

export function reapContract(make: MakeProvider): void {
  describe("reap", () => {
    it("gives the runs of several dead workers back at once", async () => {
      const database = newDatabase(make);
      const [one, two, reaper] = [await database.engine(), await database.engine(), await database.engine()];
      const runs = [await startRunning(one), await startRunning(two)];
      const untouched = await startRunning(reaper);
      const reaped = await reaper.store.reap([{ key: one.worker }, { key: two.worker }], t0 + 1);
      expect(reaped).toEqual({
        workers: [one.worker, two.worker],
        runs: runs.map((run) => ({ run: run.key, id: run.id, deaths: 1 })),
      });
      for (const run of runs) {
        expect(await reread(reaper.store, run)).toMatchObject({ status: "pending", owner: undefined, deaths: 1 });
      }
      expect(await reread(reaper.store, untouched)).toMatchObject({ status: "running" });
      expect(await claim(reaper, {}, t0 + 1)).toHaveLength(2);
    });

    it("does nothing the second time", async () => {
      const database = newDatabase(make);
      const [victim, reaper] = [await database.engine(), await database.engine()];
      await startRunning(victim);
      const dead = [{ key: victim.worker }];
      expect(await reaper.store.reap(dead, t0)).toMatchObject({ workers: [victim.worker], runs: [{ deaths: 1 }] });
      expect(await reaper.store.reap(dead, t0)).toEqual({ workers: [], runs: [] });
    });

    it("leaves who has beaten since it was found silent alone", async () => {
      const database = newDatabase(make);
      const [silent, slow, reaper] = [await database.engine(), await database.engine(), await database.engine()];
      const run = await startRunning(slow);
      const dead = (await reaper.store.workers()).filter(({ key }) => key !== reaper.worker);
      await slow.store.beat(slow.worker, t0 + 5);
      expect(await reaper.store.reap(dead, t0 + 9)).toEqual({ workers: [silent.worker], runs: [] });
      expect((await reaper.store.workers()).map(({ key }) => key)).toEqual([slow.worker, reaper.worker]);
      await write(slow, run, { entries: [newEntry(1)] });
      const reaped = await reaper.store.reap([{ key: slow.worker, beatAt: t0 + 5 }], t0 + 9);
      expect(reaped).toMatchObject({ workers: [slow.worker], runs: [{ run: run.key }] });
    });

    it("counts deaths at one position of the journal; an entry begins the count anew", async () => {
      const database = newDatabase(make);
      const reaper = await database.engine();
      const first = await database.engine();
      const run = await startRunning(first);
      expect(only((await reaper.store.reap([{ key: first.worker }], t0)).runs).deaths).toBe(1);
      const deaths: number[] = [];
      for (const entries of [[], [], [newEntry(1)], []]) {
        const victim = await database.engine();
        const claimed = only(await claim(victim)).row;
        await write(victim, claimed, { entries });
        deaths.push(only((await reaper.store.reap([{ key: victim.worker }], t0)).runs).deaths);
      }
      expect(deaths).toEqual([2, 3, 1, 2]);
      expect(await reread(reaper.store, run)).toMatchObject({ deaths: 2 });
    });

    it("an entry clears the suspicion at once", async () => {
      const database = newDatabase(make);
      const reaper = await database.engine();
      const victim = await database.engine();
      await startRunning(victim);
      await reaper.store.reap([{ key: victim.worker }], t0);
      const claimed = only(await claim(reaper)).row;
      expect(claimed.deaths).toBe(1);
      await write(reaper, claimed, { entries: [newEntry(1)] });
      expect(await reread(reaper.store, claimed)).toMatchObject({ deaths: 0 });
    });

    it("counts the deaths that a suspect died alone; resume and an entry begin that count anew", async () => {
      const database = newDatabase(make);
      const reaper = await database.engine();
      const run = await startPending(reaper.store);
      const lone: number[] = [];
      for (let death = 0; death < 4; death++) {
        const victim = await database.engine();
        expect(await claim(victim)).toHaveLength(1);
        await reaper.store.reap([{ key: victim.worker }], t0);
        lone.push((await reread(reaper.store, run)).loneDeaths);
      }
      expect(lone).toEqual([0, 0, 1, 2]);
      await write(reaper, only(await claim(reaper)).row, { entries: [newEntry(1)] });
      expect(await reread(reaper.store, run)).toMatchObject({ deaths: 0, loneDeaths: 0 });
    });

    it("a death in company, or of several workers at once, is not a lone one", async () => {
      const database = newDatabase(make);
      const reaper = await database.engine();
      const runs = [await startPending(reaper.store), await startPending(reaper.store)];
      for (let death = 0; death < 4; death++) {
        const victim = await database.engine();
        expect(await claim(victim)).toHaveLength(2);
        await reaper.store.reap([{ key: victim.worker }], t0);
      }
      for (let death = 0; death < 4; death++) {
        const victims = [await database.engine(), await database.engine()];
        for (const victim of victims) expect(await claim(victim, { limit: 1 })).toHaveLength(1);
        await reaper.store.reap(
          victims.map(({ worker }) => ({ key: worker })),
          t0,
        );
      }
      for (const run of runs) expect(await reread(reaper.store, run)).toMatchObject({ deaths: 8, loneDeaths: 0 });
    });

    it("an engine may reap a worker of its own connection", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.reap([{ key: engine.worker }], t0);
      await expect(write(engine, run, { entries: [newEntry(1)] })).rejects.toMatchObject({ code: "worker-fenced" });
    });
  });
}
