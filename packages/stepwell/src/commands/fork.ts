/** stepwell fork: another run from the middle of one, executed here. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const fork: CommandSpec = {
  name: "fork",
  summary: "begin another run with the beginning of one's journal",
  arguments: oneRun,
  options: [
    { flags: "--at <where>", text: "how many entries to keep, or the step to begin with; default: all that fit" },
    { flags: "--id <id>", text: "id of the new run" },
    { flags: "--input <json>", text: "instead of the run's: JSON, @file, or -; begins from the start without --at" },
    {
      flags: "-p, --param <key=value>",
      text: "one field of that input; JSON counts as such, the rest is text",
      many: true,
    },
    { flags: "--file <file>", text: "where the code is now; default: where it was when the run began" },
    { flags: "--detach", text: "make it only; any worker may take it" },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
  ],
  examples: [
    ["stepwell fork 7k2f --at charge", "again from this step on; the run itself stays as it is"],
    ["stepwell fork @last --at 12 --id what-if", "with the first 12 entries of its journal"],
  ],
  execute: async (call: CommandCall) => (await import("../follow/fork-here.ts")).forkHere(call),
};
