import { describe, expect, it } from "vitest";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";

const approved = signal<{ by: string }>("approved");
describe("wf.send", () => {
  it("commits with the entry, and wakes the other", async () => {
    const other = workflow("other", (wf) => wf.receive(approved));
    const flow = workflow("flow", async (wf) => {
      await wf.send("other-1", approved, { by: "flow" });
      return "sent";
    });
    const engine = await openEngine({ workflows: [flow, other] });
    const waiting = await engine.start(other, undefined, { id: "other-1" });
    expect(await (await engine.start(flow)).result()).toBe("sent");
    expect(await waiting.result()).toEqual({ by: "flow" });
  });

  it("to itself, to nobody, and to one that has ended", async () => {
    const over = workflow("over", () => 1);
    const flow = workflow("flow", async (wf) => {
      await wf.send(wf, "a", 7);
      const codes = [];
      for (const id of ["nobody", "over-1"])
        codes.push(await wf.send(id, "a").then(String, (error) => (error as { code: string }).code));
      return [await wf.receive("a"), ...codes];
    });
    const engine = await openEngine({ workflows: [flow, over] });
    await engine.execute(over, undefined, { id: "over-1" });
    expect(await engine.execute(flow)).toEqual([7, "unknown-run", "run-finished"]);
  });
});

describe("a crash at any commit", () => {
  it("loses no signal and takes none twice", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => [
          workflow("ping", async (wf, n: number) => {
            const seen: unknown[] = [];
            for (let i = 0; i < n; i++) {
              await wf.send("pong", "ball", i);
              seen.push(await wf.receive("back"));
            }
            await wf.step("end", () => note("end"));
            return seen;
          }),
          workflow("pong", async (wf, n: number) => {
            for (let i = 0; i < n; i++) await wf.send("ping", "back", [i, await wf.receive("ball")]);
            return await wf.receive("outside", { timeout: "1 h" });
          }),
        ],
        drive: async (engine) => {
          const pong = await engine.start("pong", 3, { id: "pong" });
          const ping = await engine.start("ping", 3, { id: "ping" });
          await pong.signal("outside", "hello", { key: "1" }).catch((error: { code: string }) => {
            if (error.code !== "run-finished") throw error;
          });
          return [await ping.result(), await pong.result()];
        },
      },
      (outcome, undisturbed, where) => {
        expect(outcome.result, where).toEqual(undisturbed.result);
        expect(outcome.effects.length, where).toBeLessThanOrEqual(2);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });
});
