import type { RunState } from "../../model/run-state.ts";

/** What every finished run that did not end well looks like. */
export function finishedWith(status: RunState, endedAt: number) {
  const nothing = { owner: undefined, wakeAt: undefined, pauseRequestedAt: undefined, output: undefined };
  return { status, endedAt, error: '"e"', why: "because", ...nothing };
}
