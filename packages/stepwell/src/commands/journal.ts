/** stepwell journal: what a run has recorded. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const journal: CommandSpec = {
  name: "journal",
  summary: "print what a run has recorded, entry by entry",
  arguments: oneRun,
  options: [
    { flags: "--after <position>", text: "only entries after this one" },
    { flags: "--limit <number>", text: "how many (default 1000)" },
  ],
  examples: [
    ["stepwell journal @last", "all entries, up to 1000"],
    ["stepwell journal 7k2f --json | jq '.items[].step'", "for scripts"],
  ],
  execute: async (call: CommandCall) => (await import("../show-journal.ts")).showJournal(call),
};
