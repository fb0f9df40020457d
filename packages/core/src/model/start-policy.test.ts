import { describe, expect, it } from "vitest";
import { type RunState, runStates, unfinishedStates } from "./run-state.ts";
import { decideStart, type OnExisting } from "./start-policy.ts";
import { sameValue } from "./value/canonical.ts";

const failed: readonly RunState[] = ["failed", "cancelled", "timed_out"];
const finished = runStates.filter((state) => !unfinishedStates.includes(state));

function decide(onExisting: OnExisting, status: RunState, input = "1", workflow = "w") {
  const existing = { workflow: "w", generation: 1, status, input: "1" };
  const decision = decideStart(existing, { workflow, onExisting, input }, sameValue);
  return decision.kind === "existing" ? (decision.problem ?? "attached") : "again";
}

describe("a start whose id exists", () => {
  it.each(runStates)("attaches with return, whatever the state: %s", (status) => {
    expect(decide("return", status)).toBe("attached");
    expect(decide("return", status, "2")).toBe("other-input");
  });

  it.each(runStates)("is refused with reject: %s", (status) => {
    expect(decide("reject", status)).toBe("exists");
    expect(decide("reject", status, "2")).toBe("other-input");
  });

  it.each(runStates)("restart-if-failed begins again what did not end well: %s", (status) => {
    expect(decide("restart-if-failed", status, "2")).toBe(failed.includes(status) ? "again" : "other-input");
    expect(decide("restart-if-failed", status)).toBe(failed.includes(status) ? "again" : "attached");
  });

  it.each(runStates)("restart begins again what has ended: %s", (status) => {
    expect(decide("restart", status, "2")).toBe(finished.includes(status) ? "again" : "not-finished");
  });

  it("takes the place of the generation that it names, and of no other", () => {
    for (const onExisting of ["restart", "restart-if-failed"] as const) {
      const decided = (generation: number) =>
        decideStart(
          { workflow: "w", generation, status: "failed", input: "1" },
          { workflow: "w", onExisting, instead: 2, input: "1" },
          sameValue,
        );
      expect(decided(2)).toEqual({ kind: "next-generation" });
      expect(decided(3)).toEqual({ kind: "existing", problem: "begun-anew" });
    }
  });

  it("is never another workflow", () => {
    for (const policy of ["return", "reject", "restart", "restart-if-failed"] as const) {
      expect(decide(policy, "failed", "1", "other")).toBe("other-workflow");
    }
  });

  it("says that it cannot compare with an input that cannot be read, and begins anew where it need not", () => {
    const unreadable = (): boolean => {
      throw new TypeError("no key");
    };
    const existing = { workflow: "w", generation: 1, status: "failed", input: "$1:k:x" } as const;
    const problemOf = (onExisting: OnExisting) =>
      decideStart(existing, { workflow: "w", onExisting, input: "1" }, unreadable);
    for (const policy of ["return", "reject"] as const)
      expect(problemOf(policy)).toEqual({ kind: "existing", problem: "unreadable-input" });
    for (const policy of ["restart", "restart-if-failed"] as const)
      expect(problemOf(policy)).toEqual({ kind: "next-generation" });
  });

  it("takes another order of keys, and another form of one value, for the same input", () => {
    const wanted = { workflow: "w", onExisting: "return", input: '{"b":1,"a":[2]}' } as const;
    const existing = { workflow: "w", generation: 1, status: "running", input: '{"a":[2],"b":1}' } as const;
    expect(decideStart(existing, wanted, sameValue)).toEqual({ kind: "existing", problem: undefined });
  });
});
