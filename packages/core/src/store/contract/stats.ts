import { describe, expect, it } from "vitest";
import type { RunCount, Store } from "../port.ts";
import { change, claim, type MakeProvider, newDatabase, startPending, startRunning, t0 } from "./bench.ts";

const fail = { event: "fail", error: '"e"', why: "because" } as const;
const complete = { event: "complete", output: "1" } as const;

async function countsOf(store: Store, workflow?: string): Promise<Record<string, Partial<RunCount>>> {
  const counts = (await store.stats(workflow)).filter(({ runs, ended }) => runs > 0 || ended > 0);
  return Object.fromEntries(
    counts.map(({ workflow, queue, state, ...rest }) => [`${workflow} ${queue} ${state}`, rest]),
  );
}

export function statsContract(make: MakeProvider): void {
  describe("stats", () => {
    it("counts runs by workflow, queue and state, as they stand", async () => {
      const engine = await newDatabase(make).engine();
      await startPending(engine.store, { workflow: "other" });
      await startPending(engine.store, { queue: "slow" });
      await startPending(engine.store, { queue: "slow" });
      await startRunning(engine);
      const nothingEnded = { ended: 0, begun: 0, workedMs: 0, removed: 0 };
      expect(await countsOf(engine.store)).toEqual({
        "other default pending": { runs: 1, ...nothingEnded },
        "order slow pending": { runs: 2, ...nothingEnded },
        "order default running": { runs: 1, ...nothingEnded },
      });
      expect(Object.keys(await countsOf(engine.store, "other"))).toEqual(["other default pending"]);
      expect(await countsOf(engine.store, "none")).toEqual({});
    });

    it("knows how many ended, and how long they took from their first claim", async () => {
      const engine = await newDatabase(make).engine();
      const [one, two, three] = [await startRunning(engine), await startRunning(engine), await startRunning(engine)];
      await change(engine, one, complete, t0 + 100);
      await change(engine, two, complete, t0 + 300);
      await change(engine, three, fail, t0 + 7);
      const unbegun = await startPending(engine.store);
      await engine.store.control(unbegun.key, { kind: "cancel", reason: "" }, t0 + 9);
      expect(await countsOf(engine.store)).toEqual({
        "order default completed": { runs: 2, ended: 2, begun: 2, workedMs: 400, removed: 0 },
        "order default failed": { runs: 1, ended: 1, begun: 1, workedMs: 7, removed: 0 },
        "order default cancelled": { runs: 1, ended: 1, begun: 0, workedMs: 0, removed: 0 },
      });
    });

    it("goes on knowing of generations that others followed, and lists only the newest", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine, { id: "a" });
      await change(engine, run, fail, t0 + 5);
      await engine.store.nextGeneration(run.key, { entries: [], seed: run.seed }, t0 + 6);
      expect(await countsOf(engine.store)).toMatchObject({
        "order default failed": { runs: 0, ended: 1 },
        "order default pending": { runs: 1 },
      });
      const [again] = await claim(engine);
      await change(engine, again?.row ?? run, complete, t0 + 10);
      expect(await countsOf(engine.store)).toMatchObject({
        "order default failed": { runs: 0, ended: 1 },
        "order default completed": { runs: 1, ended: 1 },
      });
    });

    it("counts a batch that was rolled back not at all", async () => {
      const engine = await newDatabase(make).engine();
      const [one, two] = [await startRunning(engine), await startRunning(engine)];
      const gap = { seq: 9, kind: "step", op: "s", at: t0, attempt: 1, value: "1" } as const;
      const nothing = {
        data: [],
        title: undefined,
        attributes: undefined,
        logs: [],
        consumed: [],
        sends: [],
        children: [],
        awaits: [],
        givenUp: [],
      };
      const writes = [
        { run: one.key, claim: one.claim, entries: [], change: complete, ...nothing },
        { run: two.key, claim: two.claim, entries: [gap], change: complete, ...nothing },
      ];
      const batch = { id: "torn", worker: engine.worker, at: t0, starts: [], sends: [], writes, claim: undefined };
      await expect(engine.store.commit(batch)).rejects.toMatchObject({ code: "broken-invariant" });
      await startPending(engine.store);
      expect(await countsOf(engine.store)).toMatchObject({
        "order default running": { runs: 2, ended: 0 },
        "order default pending": { runs: 1 },
      });
    });

    it("is of one namespace, and one for all connections", async () => {
      const database = newDatabase(make);
      const [one, same, other] = [await database.open(), await database.open(), await database.open("other")];
      await startPending(one);
      await startPending(same);
      expect(await countsOf(one)).toMatchObject({ "order default pending": { runs: 2 } });
      expect(await countsOf(other)).toEqual({});
    });
  });
}
