/** stepwell pause: stops runs until they are resumed. */
import type { CommandSpec } from "../command-spec.ts";
import { selectionOptions, someRuns } from "../shared-options.ts";

export const pause: CommandSpec = {
  name: "pause",
  summary: "stop runs until they are resumed; steps in progress end first",
  arguments: someRuns,
  options: [
    { flags: "--wait <time>", text: "for steps in progress, at most (default 30s; then exit 5)" },
    ...selectionOptions,
  ],
  examples: [
    ["stepwell pause @last", "stepwell resume @last lets it go on"],
    ["stepwell pause --workflow nightly", "which ones? (add --yes to do it)"],
  ],
  execute: async (call) => (await import("../control-runs.ts")).controlRuns(call, "pause"),
};
