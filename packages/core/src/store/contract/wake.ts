import { describe, expect, it, vi } from "vitest";
import { type MakeProvider, newDatabase, passMs, startPending, startRunning, t0 } from "./bench.ts";

export function wakeContract(make: MakeProvider): void {
  describe("onForeignChange", () => {
    it("is called soon after another connection has started or controlled a run", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const heard = vi.fn();
      engine.store.onForeignChange(heard);
      const run = await startRunning(engine);
      await startPending(other.store);
      await vi.waitFor(() => expect(heard).toHaveBeenCalled(), { timeout: 2_000, interval: 5 });
      heard.mockClear();
      await other.store.control(run.key, { kind: "pause" }, t0);
      await vi.waitFor(() => expect(heard).toHaveBeenCalled(), { timeout: 2_000, interval: 5 });
    });

    it("is not called for the engine's own commits, nor after stop", async () => {
      const database = newDatabase(make);
      const [engine, other] = [await database.engine(), await database.engine()];
      const [stopped, heard] = [vi.fn(), vi.fn()];
      engine.store.onForeignChange(stopped).stop();
      const listening = other.store.onForeignChange(heard);
      await startPending(other.store);
      await passMs(300);
      expect(heard).not.toHaveBeenCalled();
      expect(stopped).not.toHaveBeenCalled();
      listening.stop();
      await startPending(engine.store);
      await passMs(300);
      expect(heard).not.toHaveBeenCalled();
    });
  });
}
