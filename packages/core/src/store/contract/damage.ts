import { describe, expect, it } from "vitest";
import { type MakeProvider, newDatabase, newEntry, startRunning, t0, write } from "./bench.ts";

export function damageContract(make: MakeProvider): void {
  describe("damage", () => {
    it("finds nothing where all is well", async () => {
      const engine = await newDatabase(make).engine();
      expect(await engine.store.damage()).toEqual([]);
      const run = await startRunning(engine);
      await write(engine, run, { entries: [newEntry(1), newEntry(2)] }, t0);
      expect(await engine.store.damage()).toEqual([]);
    });
  });
}
