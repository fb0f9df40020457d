import { describe, expect, it } from "vitest";
import { type MakeProvider, newDatabase, newLine, startRunning, write } from "./bench.ts";

export function logsContract(make: MakeProvider): void {
  describe("logs", () => {
    it("keeps lines in order, and pages by position", async () => {
      const engine = await newDatabase(make).engine();
      const [run, other] = [await startRunning(engine), await startRunning(engine)];
      await write(engine, other, { logs: [newLine(1)] });
      const step = { op: "step:a", attempt: 2 };
      const lines = [
        newLine(1),
        newLine(1, { ...step, level: "error", text: "ä\u0000🙂" }),
        newLine(2, step),
        newLine(2),
      ];
      await write(engine, run, { logs: lines.slice(0, 1) });
      await write(engine, run, { logs: lines.slice(1) });
      const stored = await engine.store.logs(run.key, 0, 9);
      expect(stored.map(({ position: _, ...line }) => line)).toEqual(lines);
      const second = stored[1]?.position ?? 0;
      expect(await engine.store.logs(run.key, second, 1)).toEqual(stored.slice(2, 3));
    });

    it("invariant 21: a line that is there stays as it is", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, { logs: [newLine(1)] });
      await write(engine, run, { logs: [newLine(1, { text: "again" }), newLine(2)] });
      expect((await engine.store.logs(run.key, 0, 9)).map((line) => line.text)).toEqual(["line 1", "line 2"]);
    });

    it("takes a lone surrogate without failing the batch", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await write(engine, run, { logs: [newLine(1, { text: "\ud800!" })] });
      expect((await engine.store.logs(run.key, 0, 9))[0]?.text).toBe("\ufffd!");
    });
  });
}
