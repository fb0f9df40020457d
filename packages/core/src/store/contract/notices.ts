import { describe, expect, it } from "vitest";
import { type MakeProvider, newDatabase, startRunning, t0 } from "./bench.ts";

export function noticesContract(make: MakeProvider): void {
  describe("notices", () => {
    it("reach the owner from another connection, once and in order", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(owner);
      await other.store.control(run.key, { kind: "pause" }, t0);
      await other.store.control(run.key, { kind: "cancel", reason: "" }, t0);
      expect(await other.store.takeNotices(other.worker)).toEqual([]);
      const kinds = (await owner.store.takeNotices(owner.worker)).map((notice) => notice.kind);
      expect(kinds).toEqual(["pause", "cancel"]);
      expect(await owner.store.takeNotices(owner.worker)).toEqual([]);
    });

    it("of a worker that is gone go with it", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(owner);
      await other.store.control(run.key, { kind: "pause" }, t0);
      await other.store.reap([owner.worker], t0);
      expect(await owner.store.takeNotices(owner.worker)).toEqual([]);
    });
  });
}
