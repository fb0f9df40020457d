import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFinished, next, type RunEvent, type RunState, runStates, sourcesOf, unfinishedStates } from "./run-state.ts";

// The contract once more, as people read it: what may become of a run in each state (invariant 3).
const mayBecome: Readonly<Record<RunState, readonly RunState[]>> = {
  pending: ["running", "paused", "cancelled", "blocked"],
  running: ["waiting", "pending", "paused", "blocked", "completed", "failed", "cancelled", "timed_out"],
  waiting: ["pending", "paused", "cancelled"],
  paused: ["pending", "cancelled"],
  blocked: ["pending", "cancelled"],
  completed: [],
  failed: [],
  cancelled: [],
  timed_out: [],
};

const events: readonly RunEvent[] = [
  "claim",
  "park",
  "wake",
  "release",
  "pause",
  "resume",
  "block",
  "expire",
  "kill",
  "complete",
  "fail",
  "cancel",
  "time_out",
];

/** Undefined where the event is refused. */
function after(state: RunState, event: RunEvent): RunState | undefined {
  try {
    return next(state, event);
  } catch {
    return undefined;
  }
}

describe("the table of states", () => {
  it.each(runStates)("leads from %s where the contract says, and nowhere else", (state) => {
    const reached = new Set(events.map((event) => after(state, event)).filter((to) => to !== undefined));
    expect([...reached].sort()).toEqual([...mayBecome[state]].sort());
  });

  it("refuses an event in words that name it and the state", () => {
    expect(() => next("completed", "time_out")).toThrow(
      expect.objectContaining({
        code: "illegal-transition",
        message: expect.stringMatching(/time out.*completed|completed.*time out/),
      }),
    );
  });

  it("has no event without a use, and says truly which states each may leave", () => {
    for (const event of events) {
      expect(sourcesOf(event), event).toEqual(runStates.filter((state) => after(state, event) !== undefined));
      expect(sourcesOf(event), event).not.toEqual([]);
    }
  });

  it("lets nothing out of a finished state, and every unfinished one come to an end", () => {
    expect(runStates.filter(isFinished)).toEqual(["completed", "failed", "cancelled", "timed_out"]);
    expect([...unfinishedStates, ...runStates.filter(isFinished)]).toEqual([...runStates]);
    for (const state of unfinishedStates) expect(after(state, "kill"), state).toBe("cancelled");
  });

  it("whatever happens in whatever order: a run that has ended stays as it is, and only a claimed one completes", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (happening) => {
        let state: RunState = "pending";
        let ended: RunState | undefined;
        let before: RunState = state;
        for (const event of happening) {
          before = state;
          state = after(state, event) ?? state;
          if (ended !== undefined) expect(state).toBe(ended);
          if (isFinished(state)) ended = state;
          if (state === "completed" && before !== state) expect(before).toBe("running");
          // What nobody executes goes on by way of the line: claimed anew, with its journal.
          if (state === "running" && before !== state) expect(before).toBe("pending");
        }
      }),
    );
  });
});

it("what is no state at all is not finished", () => {
  for (const none of [undefined, null, 3, "", "ended", "toString", "__proto__"])
    expect(isFinished(none as never)).toBe(false);
});
