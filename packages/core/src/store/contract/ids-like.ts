import { describe, expect, it } from "vitest";
import { change, type MakeProvider, newDatabase, startPending, startRunning, t0 } from "./bench.ts";

export function idsLikeContract(make: MakeProvider): void {
  describe("idsLike", () => {
    it("finds ids by how they begin or end, each once, and as many as are wanted", async () => {
      const store = await newDatabase(make).open();
      for (const id of ["order-1", "order-2", "r-abc9xyz", "xyz", "100%", "ORDER-3"]) await startPending(store, { id });
      const like = async (part: string, limit = 9) => [...(await store.idsLike(part, limit))].sort();
      expect(await like("order-")).toEqual(["order-1", "order-2"]);
      expect(await like("ORDER-")).toEqual(["ORDER-3", "order-1", "order-2"]);
      expect(await like("9XYZ")).toEqual(["r-abc9xyz"]);
      expect(await like("xyz")).toEqual(["r-abc9xyz", "xyz"]);
      expect(await like("bc9x")).toEqual([]);
      expect(await like("_bc9xyz")).toEqual([]);
      expect(await like("%")).toEqual(["100%"]);
      expect(await like("order-", 1)).toHaveLength(1);
    });

    it("finds an id once, however many generations it has, in one namespace", async () => {
      const database = newDatabase(make);
      const engine = await database.engine();
      const run = await startRunning(engine, { id: "again" });
      await change(engine, run, { event: "complete", output: "1" }, t0);
      await startPending(engine.store, { id: "again", onExisting: "restart" });
      expect(await engine.store.idsLike("again", 9)).toEqual(["again"]);
      expect(await (await database.open("other")).idsLike("again", 9)).toEqual([]);
    });
  });
}
