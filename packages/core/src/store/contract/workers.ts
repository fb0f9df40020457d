import { describe, expect, it } from "vitest";
import { type MakeProvider, newDatabase, only, registerIn, reread, startRunning, t0 } from "./bench.ts";

export function workersContract(make: MakeProvider): void {
  describe("workers", () => {
    it("register gives another key each time, also after one has left", async () => {
      const { store, worker } = await newDatabase(make).engine();
      await store.deregister(worker, t0);
      expect(await registerIn(store)).toBeGreaterThan(worker);
    });

    it("lists who lives, with proof and last beat", async () => {
      const { store, worker } = await newDatabase(make).engine();
      expect(await store.beat(worker, t0 + 7)).toBe(true);
      const proof = { machine: "m", boot: "b", pidNamespace: "n", pid: 7, started: "9" };
      const serves = { workflows: ["order"], queues: ["default"] };
      const row = { key: worker, name: "w", build: "1", proof, startedAt: t0, beatAt: t0 + 7, serves };
      expect(await store.workers()).toEqual([row]);
    });

    it("beat says false to one that was declared dead or has left", async () => {
      const { store, worker } = await newDatabase(make).engine();
      await store.reap([{ key: worker }], t0);
      expect(await store.beat(worker, t0)).toBe(false);
      expect(await store.workers()).toEqual([]);
    });

    it("deregister gives back what it owned, without suspicion", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.deregister(engine.worker, t0 + 1);
      const back = { status: "pending", owner: undefined, deaths: 0, claim: 1 };
      expect(await reread(engine.store, run)).toMatchObject(back);
      expect(await engine.store.workers()).toEqual([]);
    });

    it("are of one namespace", async () => {
      const database = newDatabase(make);
      const [one, two] = [await database.engine("one"), await database.engine("two")];
      expect((await one.store.workers()).map((row) => row.key)).toEqual([one.worker]);
      expect(await one.store.reap([{ key: two.worker }], t0)).toEqual({ workers: [], runs: [] });
      expect(await two.store.beat(two.worker, t0)).toBe(true);
    });

    it("keeps what a worker says that it serves", async () => {
      const { store, worker } = await newDatabase(make).engine();
      await store.serve(worker, { workflows: ["order", "ship"], queues: ["default"] });
      expect(only(await store.workers()).serves).toEqual({ workflows: ["order", "ship"], queues: ["default"] });
    });
  });
}
