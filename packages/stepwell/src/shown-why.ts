/** The sentence that says how a run stands, for people. */
import { isFinished, type RunState } from "@stepwell/core";
import { readableName } from "@stepwell/core/text";

/** The engine's own sentences name operations by their keys; what a run failed of is somebody else's text. */
export function shownWhy({
  status,
  why = "",
}: {
  readonly status: RunState;
  readonly why?: string | undefined;
}): string {
  return isFinished(status) ? why : readableName(why);
}
