/** stepwell resume: lets runs go on, here. */
import type { CommandSpec } from "../command-spec.ts";
import { selectionOptions, someRuns } from "../shared-options.ts";

export const resume: CommandSpec = {
  name: "resume",
  summary: "let runs go on: after Ctrl-C, a crash, a pause, or a block that was mended",
  arguments: someRuns,
  options: [
    { flags: "--file <file>", text: "where the code is now; default: where it was when the run began" },
    { flags: "--detach", text: "lift the pause or block only; any worker may take it" },
    {
      flags: "--any-build",
      text: "of runs that are pinned to a build: let another one go on, the one here first of all",
    },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
    ...selectionOptions,
  ],
  examples: [
    ["stepwell resume @last", "the newest run"],
    ["stepwell resume 7k2f", "by the end of its id"],
    ["stepwell resume --status blocked --workflow orders --yes", "all that are blocked"],
  ],
  execute: async (call) => (await import("../follow/go-on.ts")).goOn(call, "resume"),
};
