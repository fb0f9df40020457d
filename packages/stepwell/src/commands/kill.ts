/** stepwell kill: ends runs at once. */
import type { CommandSpec } from "../command-spec.ts";
import { selectionOptions, someRuns } from "../shared-options.ts";

export const kill: CommandSpec = {
  name: "kill",
  summary: "end runs at once; no code of theirs runs any more",
  arguments: someRuns,
  options: [{ flags: "--reason <text>", text: "kept with the run" }, ...selectionOptions],
  examples: [
    ["stepwell kill 7k2f", "for what does not listen; cancel is kinder"],
    ["stepwell kill --status blocked --since '3 days'", "which ones? (add --yes to do it)"],
  ],
  execute: async (call) => (await import("../control-runs.ts")).controlRuns(call, "kill"),
};
