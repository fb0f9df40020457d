import { describe, expect, it } from "vitest";
import { NonRetryableError } from "../model/retry-signals.ts";
import { crashEverywhere } from "../testing/crash-everywhere.ts";
import { workflow } from "./workflow.ts";

// Engine.md §7: steps in scope `compensate`, newest first, when the run fails, is cancelled or times out; shielded,
// outside the run's timeout, each with its own retry; a failing one is recorded and the next runs.

const undo = "undo undo~compensate";

describe("crashed at every position", () => {
  it.each(["fails", "times out"])("a run that %s is undone once, in the same order", async (how) => {
    const bodies: string[] = [];
    const flow = workflow({ name: "flow", timeout: "1 min" }, async (wf) => {
      const body = (name: string) => () => void bodies.push(name);
      await wf.step("a", body("a"));
      wf.compensate("una", body("una"));
      wf.set("k", 1);
      const b = wf.step("b", body("b"));
      wf.compensate("unb", (s) => {
        if (s.attempt === 1) throw new RangeError("again");
        bodies.push("unb");
      });
      await b;
      wf.compensate("lost", () => Promise.reject(new NonRetryableError("lost")));
      if (how === "fails") throw new RangeError("no");
      await wf.sleep("1 h");
    });
    const ended = how === "fails" ? [] : ["timeout"];
    const order = [
      "step-failed compensate/lost",
      "attempt compensate/unb",
      "step compensate/unb",
      "step compensate/una",
    ];
    const journal = await crashEverywhere({
      flow,
      again: () => void bodies.splice(0),
      check: ({ at, kept, details }) => {
        expect(details.status).toBe(how === "fails" ? "failed" : "timed_out");
        expect(details.compensationErrors).toMatchObject([{ name: "lost", cause: { message: "lost" } }]);
        const names = ["step a", "step b", "step compensate/unb", "step compensate/una"];
        const left = names.filter((name) => !kept.includes(name));
        expect(bodies, `after a crash at ${at}`).toEqual(left.map((name) => name.split(/[ /]/).at(-1)));
      },
    });
    expect(journal).toEqual(["step a", "set set~set", "step b", ...ended, undo, ...order]);
  });

  it("a cancel that is on disk stands, also while it is undone", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.compensate("first", () => 1);
      wf.compensate("second", (s) => (s.attempt === 1 ? Promise.reject(new RangeError()) : 2));
      throw new RangeError("no");
    });
    const journal = await crashEverywhere({
      flow,
      live: ({ cancel }) => cancel(),
      check: ({ at, details }) => {
        const known = at >= 3;
        expect(details.status, `after a crash at ${at}`).toBe(known ? "cancelled" : "failed");
        expect(details.error).toMatchObject(known ? { cause: { message: "no" } } : { message: "no" });
      },
    });
    const steps = ["attempt compensate/second", "cancel", "step compensate/second", "step compensate/first"];
    expect(journal).toEqual([undo, ...steps]);
  });
});
