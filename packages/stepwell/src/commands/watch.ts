/** stepwell watch: follows a run that executes elsewhere. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const watch: CommandSpec = {
  name: "watch",
  summary: "follow a run that executes in another process",
  arguments: oneRun,
  options: [{ flags: "--wait <time>", text: "for this long at most (exit 5)" }],
  examples: [
    ["stepwell watch @last", "Ctrl-C leaves; the run goes on"],
    ["stepwell watch 7k2f --json", "events, one per line"],
  ],
  execute: async (call: CommandCall) => (await import("../follow/watch-run.ts")).watchRun(call),
};
