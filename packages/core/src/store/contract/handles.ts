import { describe, expect, it } from "vitest";
import {
  change,
  type MakeProvider,
  newDatabase,
  newEntry,
  newStart,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";
import { finished } from "./finished-runs.ts";

export function handlesContract(make: MakeProvider): void {
  describe("handles", () => {
    it("invariant 34: leaves what a run that it did not begin with may ask for, until that has ended", async () => {
      const engine = await newDatabase(make).engine();
      const { store } = engine;
      const found = await finished(engine, { id: "found" });
      const asker = await startRunning(engine, { id: "asks" });
      const lineage = { parent: "asks", root: "asks", detached: false };
      const child = { op: "start~c", start: { ...newStart({ id: "found" }), lineage }, awaited: false };
      await write(engine, asker, { entries: [newEntry(1)], children: [child] });
      const { seed, input } = asker;
      const none = { data: [], awaits: [], title: undefined, attributes: {} };
      const begin = { ...none, id: "copy", entries: [newEntry(1)], at: 1, seed, input, handles: ["found"] };
      const forked = await store.fork(asker.key, begin, t0);
      await change(engine, asker, { event: "complete", output: "1" });
      await startPending(store, { id: "last" });
      expect(await store.remove([found.key])).toMatchObject({ runs: [] });
      await store.control(forked.key, { kind: "kill", reason: "" }, t0 + 5);
      expect(await store.remove([found.key])).toMatchObject({ runs: [["completed", 1]] });
      expect(await store.remove([asker.key])).toMatchObject({ runs: [["completed", 1]] });
    });
  });
}
