import { join } from "node:path";
import { isFinished, type RunState, Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { transitions } from "../../packages/core/src/model/run-state.ts";
import { eventually, newFolder } from "../crash/processes.ts";

// Backlog 3: status updates that are not atomic leave inconsistent states.
test("requests from everywhere at once cannot lead a run to a state that the table forbids", async () => {
  const flow = workflow("flow", async (wf) => {
    for (let n = 0; n < 5; n++) await wf.step("s", () => new Promise((resolve) => setTimeout(resolve, 1)));
  });
  const store = sqlite(join(newFolder(), "test.db"));
  await using worker = await Stepwell.open({ store, workflows: [flow] });
  await using one = await Stepwell.open({ store, worker: false });
  await using other = await Stepwell.open({ store, worker: false });
  const ids = Array.from({ length: 30 }, (_, n) => `r${n}`);
  for (const id of ids) await worker.start(flow, undefined, { id });
  const seen = ids.map(async (id) => {
    const handle = worker.handle(id);
    const states: RunState[] = [];
    for await (const event of handle.watch()) if (event.type === "state") states.push(event.status);
    return states;
  });
  await Promise.all(
    ids.map(async (id, n) => {
      const handles = [one.handle(id), other.handle(id)] as const;
      for (let round = 0; round < 8; round++) {
        const asked = [handles[0].pause(), handles[1].resume()];
        if (n % 3 === 0 && round === 5) asked.push(handles[0].cancel("a"), handles[1].kill("b"));
        await Promise.all(asked);
      }
      await eventually("it is let go on to its end", async () => {
        await handles[1].resume();
        return isFinished((await handles[0].status()).status);
      });
    }),
  );
  for (const states of await Promise.all(seen)) {
    // A watcher may miss states in between: each is reachable from the one before.
    for (const [index, state] of states.entries())
      if (index > 0) expect(reachable(states[index - 1]!)).toContain(state);
    expect(isFinished(states.at(-1)!)).toBe(true);
  }
}, 30_000);

function reachable(from: RunState): Set<RunState> {
  const found = new Set<RunState>();
  const visit = (state: RunState): void => {
    for (const next of Object.values<RunState>(transitions[state])) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(from);
  return found;
}
