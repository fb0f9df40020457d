import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import type { Batch } from "../store/port.ts";
import { changes, holds } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

// Whether a batch landed is never guessed: nothing is done twice, and nothing is lost (invariants 1, 4, 5).

const unknown = failure("outcome-unknown", { operation: "commit" });

const cases: [string, (batch: Batch) => boolean][] = [
  ["a start", (batch) => batch.starts.length > 0],
  ["a step's result", holds("step")],
  ["the end of a run", changes("complete")],
  ["parking", changes("park")],
  ["a claim", (batch) => batch.claim !== undefined],
];

describe.each([
  ["landed", true],
  ["did not land", false],
])("a batch whose outcome was unknown and that %s", (_, landed) => {
  it.each(cases)("with %s in it: once, and not lost", async (_what, applies) => {
    const bodies: string[] = [];
    const both = workflow("both", async (wf) => {
      const a = await wf.step("a", () => bodies.push("a"));
      await wf.sleep("1 min");
      return a + (await wf.step("b", () => bodies.push("b")));
    });
    const host = virtualHost();
    const { engine, gate, store } = await gatedEngine({ workflows: [both], host });
    gate.fail({ error: unknown, landed, applies });
    expect(await passTime(host, engine.execute(both, undefined, { id: "r" }))).toBe(3);
    expect(bodies).toEqual(["a", "b"]);
    expect(gate.seen.filter(applies).length).toBeGreaterThanOrEqual(landed ? 1 : 2);
    const run = (await store.find("r"))!;
    const journal = await store.journal(run.key, 0, 100);
    expect(journal.map(({ seq, kind, op }) => [seq, kind, op])).toEqual([
      [1, "step", "a"],
      [2, "timer", "sleep~sleep"],
      [3, "step", "b"],
    ]);
  });
});
