/** stepwell retry: begins failed runs again where they failed, here. */
import type { CommandSpec } from "../command-spec.ts";
import { selectionOptions, someRuns } from "../shared-options.ts";

export const retry: CommandSpec = {
  name: "retry",
  summary: "begin runs that did not end well again, from the step that failed",
  arguments: someRuns,
  options: [
    { flags: "--from <where>", text: "failure (default): keep what was recorded; start: keep nothing" },
    { flags: "--file <file>", text: "where the code is now; default: where it was when the run began" },
    { flags: "--detach", text: "make them pending only; any worker may take them" },
    {
      flags: "--any-build",
      text: "of runs that are pinned to a build: let another one go on, the one here first of all",
    },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
    ...selectionOptions,
  ],
  examples: [
    ["stepwell retry @last", "what it recorded before is kept"],
    ["stepwell retry --from start 7k2f", "for a run that was undone by its compensations"],
    ["stepwell retry --status failed --since 2h", "which ones? (add --yes to do it)"],
  ],
  execute: async (call) => (await import("../follow/go-on.ts")).goOn(call, "retry"),
};
