import { describe, expect, it } from "vitest";
import { type MakeProvider, newBatch, newDatabase, only, startRunning, t0 } from "./bench.ts";

export function noticesContract(make: MakeProvider): void {
  describe("notices", () => {
    it("reach the owner from another connection, in order, until it has heard them", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(owner);
      await other.store.control(run.key, { kind: "pause" }, t0);
      await other.store.control(run.key, { kind: "cancel", reason: "" }, t0);
      expect(await other.store.notices(other.worker)).toEqual([]);
      const [first, second] = await owner.store.notices(owner.worker);
      expect([first?.kind, second?.kind]).toEqual(["pause", "cancel"]);
      expect(await owner.store.notices(owner.worker)).toEqual([first, second]);
      await other.store.dropNotices(other.worker, second?.position ?? 0);
      await owner.store.dropNotices(owner.worker, first?.position ?? 0);
      expect(await owner.store.notices(owner.worker)).toEqual([second]);
      await owner.store.dropNotices(owner.worker, second?.position ?? 0);
      expect(await owner.store.notices(owner.worker)).toEqual([]);
    });

    it("a message that comes while an earlier one is heard of is told once more", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(owner);
      const send = (payload: string) =>
        other.store.commit(
          newBatch(other.worker, { sends: [{ to: run.id, name: "signal~a", payload, dedup: undefined }] }),
        );
      await send("1");
      const first = only(await owner.store.notices(owner.worker));
      await send("2");
      expect(await owner.store.notices(owner.worker), "one for all of them").toHaveLength(1);
      await owner.store.dropNotices(owner.worker, first.position);
      expect(only(await owner.store.notices(owner.worker))).toMatchObject({ run: run.key, kind: "inbox" });
    });

    it("of a worker that is gone go with it", async () => {
      const database = newDatabase(make);
      const [owner, other] = [await database.engine(), await database.engine()];
      const run = await startRunning(owner);
      await other.store.control(run.key, { kind: "pause" }, t0);
      await other.store.reap([{ key: owner.worker }], t0);
      expect(await owner.store.notices(owner.worker)).toEqual([]);
    });
  });
}
