import { describe, expect, it } from "vitest";
import type { VirtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { quiet } from "../testing/virtual-time.ts";
import type { Stepwell } from "./engine.ts";

const closed: ReadonlySet<string> = new Set(["ask-answered", "run-finished"]);

/** What a person does who looks at the list: answers what stands there, and is told if another was first. */
async function answerAll(engine: Stepwell, host: VirtualHost, name: string): Promise<void> {
  for (let n = 0; n < 50; n++) {
    await quiet(host);
    const { items } = await engine.approvals();
    const open = items.find(({ ask }) => ask === name);
    const run = engine.handle("r");
    if (open !== undefined) {
      await run.answer(name, "yes", { by: "ann" }).catch((error: { code: string }) => {
        if (!closed.has(error.code)) throw error;
      });
    }
    const journal = await run.journal();
    if (journal.some(({ kind, op }) => kind === "answer" && op === `ask~${name}`)) return;
  }
}

describe("a crash at any commit", () => {
  it("asks once, loses no answer and takes none twice, and leaves no item behind", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => [
          workflow("flow", async (wf) => {
            const first = await wf.ask({ title: "first", name: "first" });
            await wf.step("between", () => note("between"));
            const { winner } = await wf.race({ ask: wf.ask({ title: "slow" }), sleep: wf.sleep("2 s") });
            const late = await wf.ask({ title: "late", timeout: "20 s", default: "nobody" });
            const second = await wf.ask({ title: "second", name: "second" });
            await wf.step("end", () => note("end"));
            return [first, winner, late, second];
          }),
        ],
        drive: async (engine, host) => {
          const run = await engine.start("flow", undefined, { id: "r" });
          await answerAll(engine, host, "first");
          const answered = (async () => {
            for (;;) {
              await new Promise<void>((resolve) => void host.timer(10_000, resolve));
              const { status } = await run.status();
              if (status === "completed") return;
              await answerAll(engine, host, "second");
            }
          })();
          // The process may die before it is over.
          answered.catch(() => {});
          const result = await run.result();
          await answered;
          return { result, open: (await engine.approvals()).items };
        },
      },
      (outcome, undisturbed, where) => {
        expect(outcome.result, where).toEqual(undisturbed.result);
        expect(outcome.result, where).toEqual({ result: ["yes", "sleep", "nobody", "yes"], open: [] });
        expect(outcome.effects.length, where).toBeLessThanOrEqual(3);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });
});
