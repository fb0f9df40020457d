import { memory, type RunState, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { next, runStates, transitions } from "../../packages/core/src/model/run-state.ts";
import { aroundStore } from "../../packages/core/src/testing/around-store.ts";

// ConfigWorkflow 6: states are assigned past the table (pending → completed where a result was cached).
test("a change of state that the table does not list cannot happen, and names both sides", () => {
  for (const from of runStates)
    for (const event of ["claim", "complete", "resume", "park", "kill"] as const)
      if (!(event in transitions[from]))
        expect(() => next(from, event)).toThrow(`a run that is ${from} cannot ${event}`);
  expect(Object.keys(transitions.completed)).toEqual([]);
});

test("no run can be completed without having been running", async () => {
  const seen: string[] = [];
  // Every change of state that the engine asks of its store, with the state that it leaves.
  const store = aroundStore(memory(), {
    commit: async (apply, batch) => {
      const result = await apply(batch);
      for (const { row } of result.starts) if (row !== undefined) seen.push(`${row.id} ${row.status}`);
      for (const { row } of result.claimed) seen.push(`${row.id} ${row.status}`);
      for (const { run, change } of batch.writes) if (change !== undefined) seen.push(`#${run} ${change.event}`);
      return result;
    },
  });
  const instant = workflow("instant", () => "at once");
  const later = workflow("later", (wf) => wf.sleep(1_010));
  await using engine = await Stepwell.open({ store, workflows: [instant, later] });
  await engine.execute(instant, undefined, { id: "a" });
  const states: RunState[] = [];
  const handle = await engine.start(later, undefined, { id: "b", delay: 20 });
  for await (const event of handle.watch()) if (event.type === "state") states.push(event.status);
  // Started and taken in one statement, or claimed: `running` comes before every end.
  expect(seen.join(", ")).toMatch(/^a running, #1 complete, b pending, b running, (#2 park, b running, )?#2 complete$/);
  expect(states[0]).toBe("pending");
  expect(states.at(-1)).toBe("completed");
});
