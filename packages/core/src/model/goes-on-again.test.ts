import { expect, it } from "vitest";
import { goesOnAgain, isEnding } from "./goes-on-again.ts";
import { runStates } from "./run-state.ts";

it("a retry of the parent retries what was cancelled, and what failed only where somebody waits for it", () => {
  const again = (waited: boolean) => runStates.filter((status) => goesOnAgain({ status }, { waited }));
  expect(again(false)).toEqual(["cancelled"]);
  expect(again(true).toSorted()).toEqual(["cancelled", "failed", "timed_out"]);
});

it("a run ends from the moment at which it was asked to until it has", () => {
  const ending = (cancelRequestedAt: number | undefined) =>
    runStates.filter((status) => isEnding({ status, cancelRequestedAt })).toSorted();
  expect(ending(undefined)).toEqual([]);
  expect(ending(0)).toEqual(["blocked", "paused", "pending", "running", "waiting"]);
});
