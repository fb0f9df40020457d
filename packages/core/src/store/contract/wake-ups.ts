import { describe, expect, it } from "vitest";
import { change, type MakeProvider, newDatabase, reread, startPending, startRunning, t0, write } from "./bench.ts";
import { sharing } from "./sharing-bench.ts";

const parked = { event: "park", why: "waits", seen: 0 } as const;

export function wakeUpsContract(make: MakeProvider): void {
  describe("wakeUps", () => {
    it("gives the time of a run that waits for it, and none of one that waits for others", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const timed = await startRunning(engine);
      await change(engine, timed, { ...parked, wakeAt: t0 + 9 });
      expect(await store.wakeUps(timed.key)).toEqual({ dueAt: t0 + 9, lines: [], awaits: [] });
      const untimed = await startRunning(engine);
      await change(engine, untimed, { ...parked, wakeAt: undefined });
      expect(await store.wakeUps(untimed.key)).toEqual({ dueAt: undefined, lines: [], awaits: [] });
    });

    it("gives 0 for one that may be taken at once, and when a later one may", async () => {
      const { store } = await newDatabase(make).engine();
      expect(await store.wakeUps((await startPending(store)).key)).toMatchObject({ dueAt: 0 });
      const later = await startPending(store, { availableAt: t0 + 5 });
      expect(await store.wakeUps(later.key)).toMatchObject({ dueAt: t0 + 5 });
    });

    it("gives the lines in which a run stands", async () => {
      const engine = await newDatabase(make).engine();
      await startRunning(engine, sharing());
      const next = await startPending(engine.store, sharing());
      const { inLine = "" } = await reread(engine.store, next);
      expect(await engine.store.wakeUps(next.key)).toEqual({ dueAt: undefined, lines: [inLine], awaits: [] });
    });

    it("gives whose end it waits for, until that is given up", async () => {
      const engine = await newDatabase(make).engine();
      const [run, child] = [await startRunning(engine), await startPending(engine.store)];
      await write(engine, run, { awaits: [{ child: child.id, op: "call~c" }] });
      const { awaits } = await engine.store.wakeUps(run.key);
      expect(awaits).toEqual([{ op: "call~c", run: child.key }]);
      await write(engine, run, { givenUp: [{ op: "call~c", cancels: false }] });
      expect((await engine.store.wakeUps(run.key)).awaits).toEqual([]);
    });

    it("gives nobody's end for one that was killed", async () => {
      const engine = await newDatabase(make).engine();
      const [run, child] = [await startRunning(engine), await startPending(engine.store)];
      await write(engine, run, { awaits: [{ child: child.id, op: "call~c" }] });
      await engine.store.control(run.key, { kind: "kill", reason: "" }, t0);
      expect((await engine.store.wakeUps(run.key)).awaits).toEqual([]);
    });
  });
}
