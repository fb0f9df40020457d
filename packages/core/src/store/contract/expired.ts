import { describe, expect, it } from "vitest";
import type { RunKey, Store } from "../port.ts";
import { change, type MakeProvider, newDatabase, startRunning, t0 } from "./bench.ts";
import { finished, finishedMany } from "./finished-runs.ts";

const fail = { event: "fail", error: '"e"', why: "because" } as const;
const ofCompleted = { workflow: "order", state: "completed", endedBefore: t0 + 1_000 } as const;

async function expiredOf(store: Store, filter: Parameters<Store["expired"]>[0]): Promise<RunKey[]> {
  const runs: RunKey[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.expired(filter, cursor);
    runs.push(...page.runs);
    if (page.next === undefined) return runs;
    cursor = page.next;
  }
}

export function expiredContract(make: MakeProvider): void {
  describe("expired", () => {
    it("gives what ended in that state before the instant, oldest first", async () => {
      const engine = await newDatabase(make).engine();
      const late = await finished(engine, { createdAt: t0 }, t0 + 1_000);
      const second = await finished(engine, { createdAt: t0 + 5 }, t0 + 999);
      const first = await finished(engine, { createdAt: t0 + 1 }, t0 + 7);
      await change(engine, await startRunning(engine), fail, t0 + 7);
      await finished(engine, { workflow: "other" }, t0 + 7);
      await startRunning(engine);
      expect(await expiredOf(engine.store, ofCompleted)).toEqual([first.key, second.key]);
      expect(await expiredOf(engine.store, { ...ofCompleted, endedBefore: t0 + 1_001 })).toContain(late.key);
      expect(await expiredOf(engine.store, { ...ofCompleted, workflow: "none" })).toEqual([]);
    });

    it("gives generations that another follows before newest ones", async () => {
      const engine = await newDatabase(make).engine();
      const newest = await finished(engine, { createdAt: t0 - 9 });
      const followed = await finished(engine, { id: "a" }, t0 + 3);
      await startRunning(engine, { id: "a", onExisting: "restart" });
      expect(await expiredOf(engine.store, ofCompleted)).toEqual([followed.key, newest.key]);
    });

    it("gives all of many, page by page", async () => {
      const engine = await newDatabase(make).engine();
      const keys = await finishedMany(engine, 1_100, (n) => n % 7);
      expect((await engine.store.expired(ofCompleted)).next).toBeDefined();
      expect((await expiredOf(engine.store, ofCompleted)).sort((a, b) => a - b)).toEqual(keys);
    });
  });
}
